import type { IconName } from "../ui/icon.tsx";
import type { layout } from "./words.en.ts";

/** A page that the navigation leads to. */
export interface NavigationEntry {
  readonly href: string;
  readonly icon: IconName;
  /** What it is called: a key of `pages` in the words. */
  readonly name: keyof (typeof layout)["pages"];
  /** Only admins may go there. */
  readonly isForAdmins?: true;
  /** It has a place in the bar of a phone; the others are under "More". */
  readonly isInBar?: true;
}

/** Every page that somebody can go to from anywhere, in the order in which they are shown. */
const entries: readonly NavigationEntry[] = [
  { href: "/", icon: "search", name: "discover", isInBar: true },
  { href: "/requests", icon: "list", name: "requests", isInBar: true },
  { href: "/dashboard", icon: "gauge", name: "dashboard", isForAdmins: true },
  { href: "/approvals", icon: "check", name: "approvals", isForAdmins: true, isInBar: true },
  { href: "/people", icon: "people", name: "people", isForAdmins: true },
  { href: "/jobs", icon: "stack", name: "jobs", isForAdmins: true },
  { href: "/settings", icon: "gear", name: "settings", isForAdmins: true },
  { href: "/notifications", icon: "bell", name: "notifications", isForAdmins: true },
  { href: "/encryption", icon: "key", name: "encryption", isForAdmins: true },
  { href: "/backups", icon: "shelf", name: "backups", isForAdmins: true },
  { href: "/audit", icon: "record", name: "audit", isForAdmins: true },
  { href: "/analytics", icon: "chart", name: "analytics", isForAdmins: true },
  { href: "/retention", icon: "archive", name: "retention", isForAdmins: true },
  { href: "/system", icon: "server", name: "system", isForAdmins: true },
];

/** @returns what a person, or an admin, may go to. */
export function navigationFor(isAdmin: boolean): readonly NavigationEntry[] {
  return entries.filter(({ isForAdmins }) => isAdmin || !isForAdmins);
}

/** Whether a page lies at or below an entry's address. */
export function isAt(href: string, path: string): boolean {
  return href === path || (href !== "/" && path.startsWith(`${href}/`));
}
