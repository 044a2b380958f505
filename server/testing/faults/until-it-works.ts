import { eventually } from "../eventually.ts";
import type { FaultPlace } from "./fault-place.ts";
import type { Watcher } from "./person.ts";

/** @returns how long a subscriber waits, from now on, for a change that is made now. */
export async function untilSeen(place: FaultPlace, watcher: Watcher): Promise<number> {
  const begun = performance.now();
  const [{ id, version }] = await place.sql(
    "update requests set priority = priority where id = (select min(id::text)::uuid from requests) returning id, version",
  );
  await eventually(() => {
    if ((watcher.seen.get(id)?.version ?? 0) < version) throw new Error("A subscriber never heard of a change.");
  }, 60_000);
  return performance.now() - begun;
}

/** Waits until a job that is sent now, past the server, has been worked on. */
export async function untilJobRuns(place: Pick<FaultPlace, "sql">): Promise<void> {
  const [{ id }] = await place.sql(
    "insert into pgboss.job (name, data, singleton_key) values ('match_plex', jsonb_build_object('requestId', gen_random_uuid()), gen_random_uuid()) returning id",
  );
  await eventually(async () => {
    const rows = await place.sql("select from jobs where id = $1 and status = 'completed'", [id]);
    if (rows.length === 0) throw new Error("A new job was never worked on.");
  }, 60_000);
}
