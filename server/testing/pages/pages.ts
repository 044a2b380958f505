/** Every address of the web client, as axe and the camera go through them. */
import type { Page } from "playwright-core";

/** A page in a state that is worth a look. */
export interface ClientPage {
  /** Of its pictures. */
  readonly name: string;
  /** Who sees it: whoever comes before there is an admin, somebody who has not signed in, the reader, the admin. */
  readonly who: "first" | "stranger" | "reader" | "admin";
  readonly path: string;
  /** The list whose youngest row stands in the place of `:id`, and what the row has to be. */
  readonly of?: { readonly list: "requests" | "jobs"; readonly status: string };
  /** What is done there before the look. */
  readonly act?: (page: Page) => Promise<void>;
}

/** In the order in which they come into being: the place is furnished after those of the first comer. */
export const pages: readonly ClientPage[] = [
  { name: "set-up", who: "first", path: "/" },
  { name: "sign-in", who: "stranger", path: "/" },
  { name: "discover", who: "reader", path: "/" },
  { name: "search", who: "reader", path: "/?q=the" },
  { name: "requests-of-nobody", who: "reader", path: "/requests" },
  { name: "not-found", who: "reader", path: "/nowhere" },
  { name: "requests", who: "admin", path: "/requests" },
  { name: "request-downloading", who: "admin", path: "/requests/:id", of: { list: "requests", status: "DOWNLOADING" } },
  { name: "request-completed", who: "admin", path: "/requests/:id", of: { list: "requests", status: "COMPLETED" } },
  {
    name: "request-awaiting",
    who: "admin",
    path: "/requests/:id",
    of: { list: "requests", status: "AWAITING_APPROVAL" },
  },
  { name: "request-failed", who: "admin", path: "/requests/:id", of: { list: "requests", status: "FAILED" } },
  { name: "approvals", who: "admin", path: "/approvals" },
  { name: "dashboard", who: "admin", path: "/dashboard" },
  { name: "jobs", who: "admin", path: "/jobs" },
  { name: "job-failed", who: "admin", path: "/jobs/:id", of: { list: "jobs", status: "FAILED" } },
  { name: "encryption", who: "admin", path: "/encryption" },
  { name: "system", who: "admin", path: "/system" },
  { name: "audit", who: "admin", path: "/audit" },
  { name: "settings", who: "admin", path: "/settings" },
  { name: "profile", who: "admin", path: "/profile" },
  { name: "playground", who: "admin", path: "/playground" },
];
