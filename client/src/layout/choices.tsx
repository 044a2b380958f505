import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { LanguageChoice } from "../ui/language-choice.tsx";
import { ThemeToggle } from "../ui/theme-toggle.tsx";
import { useViewer } from "../users/viewer.ts";

/** How it looks, what it speaks, and the way out. */
export function Choices({ leave, isLeaving }: { leave: () => void; isLeaving: boolean }) {
  const { t } = useTranslation("layout");
  const { name } = useViewer();
  return (
    <>
      <ThemeToggle />
      <LanguageChoice />
      <Button
        kind="quiet"
        icon="signOut"
        onClick={leave}
        busy={isLeaving && t("signingOut")}
        aria-label={t("signOutOf", { name })}
        title={t("signOut")}
      />
    </>
  );
}
