/** What a change of a job means for the lists that it is in, or should be: no list of jobs is asked for again. */
import type { Cache } from "@urql/exchange-graphcache";
import type { JobFilter } from "./generated/graphql.ts";

/** Puts the job into each list that it belongs to, at its place (newest first), and takes it out of the others. */
export function placeJob(cache: Cache, id: string): void {
  const key = `Job:${id}`;
  const of = (entity: string, name: string) => (cache.resolve(entity, name) as string | null | undefined) ?? null;
  const [status, type, request] = [of(key, "status"), of(key, "type"), of(key, "request")];
  const placeOf = (job: string) => `${of(job, "createdAt")} ${job}`;
  for (const { fieldName, fieldKey, arguments: args } of cache.inspectFields("Query")) {
    if (fieldName !== "jobs") continue;
    const list = cache.resolve("Query", fieldKey) as string | null;
    const page = list && (cache.resolve(list, "pageInfo") as string | null);
    if (!list || !page) continue;
    const keys = (cache.resolve(list, "nodes") as string[] | null) ?? [];
    const filter = (args?.["filter"] ?? {}) as JobFilter;
    const belongs =
      (!filter.status || filter.status.some((each) => each === status)) &&
      (!filter.type || filter.type.some((each) => each === type)) &&
      (!filter.requestId || request === `Request:${filter.requestId}`);
    const isBelowTop = !args?.["after"] || (keys[0] !== undefined && placeOf(key) <= placeOf(keys[0]));
    const isAboveEnd =
      !cache.resolve(page, "hasNextPage") || (keys.length > 0 && placeOf(key) >= placeOf(keys.at(-1)!));
    const without = keys.filter((each) => each !== key);
    const placed = belongs && isBelowTop && isAboveEnd ? [...without, key] : without;
    if (placed.length === keys.length && keys.includes(key) === placed.includes(key)) continue;
    const sorted = placed.toSorted((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1));
    cache.link(list, "nodes", sorted);
  }
}

/** The last run of a schedule is this one, if it is newer; and then it is another time that comes next. */
export function noteLastRun(cache: Cache, id: string): void {
  const key = `Job:${id}`;
  const type = (cache.resolve(key, "type") as string | undefined) ?? "";
  const schedule = { __typename: "JobSchedule", type };
  if (!cache.resolve(key, "startedAt") || cache.resolve(schedule, "cron") === undefined) return;
  const last = cache.resolve(schedule, "lastJob") as string | null | undefined;
  if (
    last === key ||
    (last && String(cache.resolve(last, "createdAt") ?? "") > String(cache.resolve(key, "createdAt")))
  )
    return;
  cache.link(schedule, "lastJob", key);
  cache.invalidate(schedule, "nextRunAt");
}
