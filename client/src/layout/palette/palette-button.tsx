import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/icon.tsx";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));

/** Opens the palette, as ⌘K or Ctrl+K do; it is loaded when it is wanted for the first time. */
export function PaletteButton({ leave }: { leave: () => void }) {
  const { t } = useTranslation("layout");
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", toggle);
    return () => window.removeEventListener("keydown", toggle);
  }, []);
  const isApple = /Mac|iP(hone|ad)/.test(navigator.platform);
  return (
    <>
      <button type="button" className="palette-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="search" size={20} />
        <span>{t("palette.open")}</span>
        <kbd aria-hidden="true">{isApple ? "⌘K" : t("palette.keys")}</kbd>
      </button>
      {isOpen && (
        <Suspense>
          <Palette onClose={() => setOpen(false)} leave={leave} />
        </Suspense>
      )}
    </>
  );
}
