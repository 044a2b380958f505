/**
 * What admins are to be told of before they notice it: read from what the program knows of itself anyway, in a few cheap
 * statements. It says what is so now; that nobody is told twice is for the outbox, by the cause.
 */
import { formatBytes } from "./format-bytes.ts";
import { findIntegrations, type KnownIntegration } from "../configuration/integration-health.ts";
import type { Context } from "../context.ts";
import type { Occasion } from "../notifications/notify.ts";
import { findDatabaseAlerts } from "./find-database-alerts.ts";
import { readStorage } from "./read-system.ts";

export type Alert = Omit<Occasion, "person">;

/** Below that a disk counts as almost full: the web client's mark too. */
const leastFree = 0.03;
const oldBackupMs = 36 * 3_600_000;
/** What is down for a moment only is no news. */
const downForMs = 60_000;
const stuckForSeconds = 900;
/** Work whose failure says more than that it failed. */
const watchedJobs = {
  back_up: { event: "backup_failed", title: "The last backup went wrong", path: "/backups" },
  rotate_keys: {
    event: "key_rotation_due",
    title: "Secrets could not be sealed with the new key",
    path: "/encryption",
  },
} as const;

/** @returns what is wrong now, and what is right again. */
export async function findAlerts(ctx: Context): Promise<Alert[]> {
  const today = new Date().toISOString().slice(0, 10);
  const found = await Promise.all([
    findOutages(ctx),
    findFullDisks(ctx, today),
    findFailedJobs(ctx),
    findStuckQueues(ctx, today),
    findOldBackup(ctx, today),
    findDatabaseAlerts(ctx, today),
  ]);
  return found.flat();
}

async function findOutages(ctx: Context): Promise<Alert[]> {
  const known = (await findIntegrations(ctx)).filter(({ kind, changedAt }) => kind !== "notifier" && changedAt);
  const told = await ctx.em.execute<{ event: string; dedupe_key: string }[]>(
    "select event, dedupe_key from notifications where event in ('integration_down', 'integration_up')",
  );
  /** Since when it was as it was told last. */
  const lastTold = (event: string, id: string) =>
    Math.max(
      0,
      ...told.flatMap(({ event: other, dedupe_key: key }) => {
        const [, of, since] = key.split(" ");
        return other === event && of === id ? Number(since) : [];
      }),
    );
  const isBelievedDown = (id: string) => lastTold("integration_down", id) > lastTold("integration_up", id);
  return known.flatMap(({ id, label, isUp, message, changedAt }: KnownIntegration) => {
    const cause = `${id} ${changedAt!.getTime()}`;
    if (isUp === false && Date.now() - changedAt!.getTime() > downForMs)
      return {
        event: "integration_down" as const,
        cause,
        title: `${label} does not answer`,
        body: message ?? "",
        path: "/system",
        isProblem: true,
      };
    if (isUp && isBelievedDown(id))
      return {
        event: "integration_up" as const,
        cause,
        title: `${label} answers again`,
        body: message ?? "",
        path: "/system",
      };
    return [];
  });
}

/** Told once a day, as long as it is so. */
async function findFullDisks(ctx: Context, today: string): Promise<Alert[]> {
  return (await readStorage(ctx)).flatMap(({ name, path, freeBytes, totalBytes }) =>
    freeBytes !== null && totalBytes && freeBytes / totalBytes < leastFree
      ? {
          event: "disk_low" as const,
          cause: `${name} ${today}`,
          title: `Almost no room is left: ${name}`,
          body: `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} are free at ${path}.`,
          path: "/system",
          isProblem: true,
        }
      : [],
  );
}

async function findFailedJobs({ em }: Context): Promise<Alert[]> {
  const rows = await em.execute<
    { id: string; type: keyof typeof watchedJobs; status: string; error_message: string | null }[]
  >(
    `select newest.* from (values (?), (?)) as kind(name) cross join lateral (
       select id, type, status, error_message from jobs where type = kind.name and completed_at is not null
        order by created_at desc, id desc limit 1) newest`,
    Object.keys(watchedJobs),
  );
  return rows
    .filter(({ status }) => status === "failed")
    .map(({ id, type, error_message }) => ({
      ...watchedJobs[type],
      cause: id,
      body: error_message ?? "",
      isProblem: true,
    }));
}

async function findStuckQueues({ em }: Context, today: string): Promise<Alert[]> {
  const rows = await em.execute<{ name: string; waiting: number; minutes: number }[]>(
    `select name, count(*)::int as waiting, (extract(epoch from now() - min(start_after)) / 60)::int as minutes
       from pgboss.job where state in ('created', 'retry') and start_after < now() - make_interval(secs => ?)
        and name not like '\\_\\_%' group by name`,
    [stuckForSeconds],
  );
  return rows.map(({ name, waiting, minutes }) => ({
    event: "queue_stuck" as const,
    cause: `${name} ${today}`,
    title: `Jobs are stuck: ${name.replaceAll("_", " ")}`,
    body: `${waiting} wait to begin, the oldest for ${minutes} minutes.`,
    path: "/jobs",
    isProblem: true,
  }));
}

async function findOldBackup({ em, backups }: Context, today: string): Promise<Alert[]> {
  const newest = (await backups.list()).find(({ state }) => state !== "failed")?.madeAt;
  // Of a new server nobody expects one.
  const [first] = await em.execute<{ at: Date | null }[]>("select min(created_at) as at from users");
  const since = newest ?? first?.at;
  if (!since || Date.now() - new Date(since).getTime() < oldBackupMs) return [];
  const body = newest
    ? `The newest one is of ${newest.toISOString().slice(0, 16).replace("T", " ")} UTC.`
    : "There is none at all.";
  return [
    { event: "backup_old", cause: today, title: "There is no recent backup", body, path: "/backups", isProblem: true },
  ];
}
