import type { AuditFilter } from "../graphql/generated/graphql.ts";

/** @returns what the parameters of the page's address narrow the list to. Days are the reader's, and whole. */
export function readFilter(params: URLSearchParams): AuditFilter {
  const [action, actorId, address] = ["what", "who", "where"].map((name) => params.get(name)?.trim());
  const [from, to] = [dayBegins(params.get("from"), 0), dayBegins(params.get("to"), 1)];
  return {
    ...(action ? { action: [action] } : {}),
    ...(actorId ? { actorId } : {}),
    ...(address ? { address } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** @param day yyyy-mm-dd. @param later how many days after it. */
function dayBegins(day: string | null, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? "") ?? [];
  return year ? new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString() : null;
}
