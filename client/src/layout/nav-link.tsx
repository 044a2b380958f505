import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Icon } from "../ui/icon.tsx";
import { isAt, type NavigationEntry } from "./navigation.ts";

interface NavLinkProps {
  entry: NavigationEntry;
  /** How many requests wait for an admin. */
  waiting: string | null;
  onFollow?: () => void;
}

/** A link to a page, marked while one is there. */
export function NavLink({ entry: { href, icon, name }, waiting, onFollow }: NavLinkProps) {
  const { t } = useTranslation("layout");
  const [path] = useLocation();
  return (
    <Link href={href} aria-current={isAt(href, path) ? "page" : undefined} onClick={onFollow}>
      <Icon name={icon} size={20} />
      <span>{t(`pages.${name}`)}</span>
      {name === "approvals" && waiting && <Waiting count={waiting} />}
    </Link>
  );
}

/** How many requests wait for an admin: a number for the eye, a sentence for the ear. */
export function Waiting({ count }: { count: string }) {
  const { t } = useTranslation("layout");
  return (
    <span className="waiting-count">
      <span aria-hidden="true">{count}</span>
      <span className="unseen">{t("waiting", { count: Number.parseInt(count), shown: count })}</span>
    </span>
  );
}
