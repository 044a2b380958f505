import { useRef, type MouseEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Icon } from "../ui/icon.tsx";
import { useViewer } from "../users/viewer.ts";
import { NavLink } from "./nav-link.tsx";
import { isAt, navigationFor } from "./navigation.ts";

/** Where one can go from on a phone, within reach of the thumb; what has no room there is on a sheet. */
export function BottomBar({ waiting, children }: { waiting: string | null; children: ReactNode }) {
  const { t } = useTranslation("layout");
  const { role } = useViewer();
  const [path] = useLocation();
  const sheet = useRef<HTMLDialogElement>(null);
  const entries = navigationFor(role === "ADMIN");
  const others = entries.filter(({ isInBar }) => !isInBar);
  const close = () => sheet.current?.close();
  return (
    <div className="bottom">
      <nav aria-label={t("navigation")}>
        {entries
          .filter(({ isInBar }) => isInBar)
          .map((entry) => (
            <NavLink key={entry.href} entry={entry} waiting={waiting} />
          ))}
        <button
          type="button"
          aria-haspopup="dialog"
          className={others.some(({ href }) => isAt(href, path)) ? "here" : undefined}
          onClick={() => sheet.current?.showModal()}
        >
          <Icon name="more" size={20} />
          <span>{t("more")}</span>
        </button>
      </nav>
      {/* What lies beside the sheet is its backdrop. */}
      <dialog
        ref={sheet}
        aria-label={t("more")}
        onClick={(event: MouseEvent) => event.target === event.currentTarget && close()}
      >
        <nav aria-label={t("administration")}>
          {others.map((entry) => (
            <NavLink key={entry.href} entry={entry} waiting={null} onFollow={close} />
          ))}
        </nav>
        <div className="choices">{children}</div>
        <button type="button" className="button plain" onClick={close}>
          {t("close")}
        </button>
      </dialog>
    </div>
  );
}
