import { useTranslation } from "react-i18next";
import { Toaster } from "sonner";

/** Where what became of one's own action is said: by `toast` of sonner, and for nothing else. */
export function Toasts() {
  const { t } = useTranslation();
  return (
    <Toaster
      position="bottom-right"
      visibleToasts={3}
      // Above the bar at the bottom of a phone.
      mobileOffset={{ bottom: 76 }}
      containerAriaLabel={t("notices")}
      toastOptions={{
        unstyled: true,
        classNames: { toast: "toast", title: "toast-title" },
        closeButtonAriaLabel: t("close"),
      }}
    />
  );
}
