import type { ApiKeyScope } from "../graphql/generated/graphql.ts";

/** What each scope is called, and what it lets a script do. */
export const scopeWords: Readonly<Record<ApiKeyScope, { label: string; about: string }>> = {
  READ: { label: "Read", about: "See what you see." },
  REQUEST: { label: "Request", about: "Ask for books, act on your requests, and look after your account." },
  ADMIN: { label: "Administer", about: "Everything else that only admins may." },
};
