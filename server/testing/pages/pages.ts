/** Every address of the web client, as axe and the camera go through them. */
import type { Page } from "playwright-core";

/** A page in a state that is worth a look. */
export interface ClientPage {
  /** Of its pictures. */
  readonly name: string;
  /** Who sees it: whoever comes before there is an admin, somebody who has not signed in, the reader, the admin. */
  readonly who: "first" | "stranger" | "reader" | "admin";
  readonly path: string;
  /** The list whose first row stands in the place of `:id`, and what the row has to be; or what stands there. */
  readonly of?: string | { readonly list: "audiobooks" | "requests" | "jobs"; readonly filter: string };
  /** What is done there before the look. */
  readonly act?: (page: Page) => Promise<void>;
}

/** In the order in which they come into being: the place is furnished after those of the first comer. */
export const pages: readonly ClientPage[] = [
  { name: "set-up", who: "first", path: "/" },
  {
    name: "set-up-backup",
    who: "first",
    path: "/",
    act: async (page) => {
      await page.getByRole("button", { name: "I have a backup of another server" }).click();
      await page.getByRole("heading", { name: "Begin with a backup" }).waitFor();
    },
  },
  { name: "sign-in", who: "stranger", path: "/" },
  { name: "discover", who: "reader", path: "/" },
  { name: "search", who: "reader", path: "/?q=the" },
  {
    name: "book",
    who: "reader",
    path: "/books/:id",
    of: { list: "audiobooks", filter: "availabilityStatus: AVAILABLE" },
  },
  { name: "catalog-book", who: "reader", path: "/catalog/:id", of: "SANDBOX001" },
  { name: "author", who: "reader", path: "/authors/H.%20G.%20Wells" },
  { name: "series", who: "reader", path: "/series/Scientific%20Romances" },
  { name: "requests-of-nobody", who: "reader", path: "/requests" },
  { name: "not-found", who: "reader", path: "/nowhere" },
  { name: "requests", who: "admin", path: "/requests" },
  {
    name: "request-downloading",
    who: "admin",
    path: "/requests/:id",
    of: { list: "requests", filter: "status: DOWNLOADING" },
  },
  {
    name: "request-completed",
    who: "admin",
    path: "/requests/:id",
    of: { list: "requests", filter: "status: COMPLETED" },
  },
  {
    name: "request-awaiting",
    who: "admin",
    path: "/requests/:id",
    of: { list: "requests", filter: "status: AWAITING_APPROVAL" },
  },
  { name: "request-failed", who: "admin", path: "/requests/:id", of: { list: "requests", filter: "status: FAILED" } },
  { name: "approvals", who: "admin", path: "/approvals" },
  { name: "dashboard", who: "admin", path: "/dashboard" },
  { name: "jobs", who: "admin", path: "/jobs" },
  { name: "job-failed", who: "admin", path: "/jobs/:id", of: { list: "jobs", filter: "status: FAILED" } },
  { name: "encryption", who: "admin", path: "/encryption" },
  { name: "analytics", who: "admin", path: "/analytics" },
  { name: "retention", who: "admin", path: "/retention" },
  { name: "backups-of-nobody", who: "admin", path: "/backups" },
  { name: "notifications-of-nobody", who: "admin", path: "/notifications" },
  { name: "system", who: "admin", path: "/system" },
  { name: "people", who: "admin", path: "/people" },
  { name: "set-up-steps", who: "admin", path: "/set-up" },
  { name: "audit", who: "admin", path: "/audit" },
  { name: "settings", who: "admin", path: "/settings" },
  { name: "profile", who: "admin", path: "/profile" },
  { name: "playground", who: "admin", path: "/playground" },
];
