/** The requests of a list by what a person can do about them. */
import type { BlockerKind, RequestStatus, UserRole } from "../graphql/generated/graphql.ts";
import { remedyOf } from "./blocker-remedies.ts";

/** In the order in which they are shown. */
export const groups = ["needsYou", "waiting", "moving", "done", "earlier"] as const;
/** What a request is to the person who looks at it. */
export type Group = (typeof groups)[number];

/** What the grouping goes by. */
export interface Grouped {
  readonly status: RequestStatus;
  readonly updatedAt: string;
  readonly blocker: { readonly kind: BlockerKind } | null;
  readonly user: { readonly id: string };
}

/** Whoever looks at the list. */
interface Onlooker {
  readonly id: string;
  readonly role: UserRole;
}

/** What nobody has done anything about for so long needs nobody. */
const troublesForMs = 30 * 86_400_000;

/** @param now milliseconds since 1970. */
export function groupOf({ status, blocker, updatedAt, user }: Grouped, viewer: Onlooker, now: number): Group {
  const isAdmin = viewer.role === "ADMIN";
  switch (status) {
    case "FAILED":
    case "DENIED": {
      // An admin has done with what was denied; whoever asked may ask again.
      const concerns = user.id === viewer.id || (isAdmin && status === "FAILED");
      return concerns && now - Date.parse(updatedAt) < troublesForMs ? "needsYou" : "earlier";
    }
    case "AWAITING_APPROVAL":
      return "waiting";
    case "COMPLETED":
      return "done";
    case "CANCELLED":
      return "earlier";
    default:
      return blocker && isAdmin && remedyOf(blocker.kind).settings ? "needsYou" : "moving";
  }
}

/** @returns the requests of each group that has any, in the order of the list. */
export function groupRequests<R extends Grouped>(
  requests: readonly R[],
  viewer: Onlooker,
  now: number,
): ReadonlyMap<Group, readonly R[]> {
  const members = (group: Group) => requests.filter((request) => groupOf(request, viewer, now) === group);
  return new Map(groups.map((group) => [group, members(group)] as const).filter(([, { length }]) => length > 0));
}
