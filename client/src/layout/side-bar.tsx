import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Wordmark } from "../ui/wordmark.tsx";
import { Avatar } from "../users/avatar.tsx";
import { useViewer } from "../users/viewer.ts";
import { NavLink } from "./nav-link.tsx";
import { navigationFor } from "./navigation.ts";

interface SideBarProps {
  waiting: string | null;
  /** What opens it. */
  palette: ReactNode;
  children: ReactNode;
}

/** What stands at the side of a wide screen; of it a phone keeps the name of the house and who one is, at the top. */
export function SideBar({ waiting, palette, children }: SideBarProps) {
  const { t } = useTranslation("layout");
  const { name, role, pictureUrl } = useViewer();
  const entries = navigationFor(role === "ADMIN");
  const ofAdmins = entries.filter(({ isForAdmins }) => isForAdmins);
  return (
    <header className="side">
      <Link href="/" className="home" aria-label={t("home")}>
        <Wordmark />
      </Link>
      {palette}
      <nav aria-label={t("navigation")}>
        {entries
          .filter(({ isForAdmins }) => !isForAdmins)
          .map((entry) => (
            <NavLink key={entry.href} entry={entry} waiting={waiting} />
          ))}
      </nav>
      {ofAdmins.length > 0 && (
        <nav aria-labelledby="administration-pages">
          <p id="administration-pages">{t("administration")}</p>
          {ofAdmins.map((entry) => (
            <NavLink key={entry.href} entry={entry} waiting={waiting} />
          ))}
        </nav>
      )}
      <Link href="/profile" className="me" title={t("signedInAs", { name })}>
        <Avatar name={name} pictureUrl={pictureUrl} />
        <span>{name}</span>
        <span className="unseen">{t("yourProfile")}</span>
      </Link>
      <div className="choices">{children}</div>
    </header>
  );
}
