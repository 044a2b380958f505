import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { readStatistics } from "../database/statement-statistics.ts";
import type { Alert } from "./find-alerts.ts";

/** What is away for a moment only is no news. */
const awayForMs = 60_000;
/** Of the connections that the server takes. */
const mostConnections = 0.9;
/** A statement is slow when it has taken so long on average, and has come so often. */
const slow = { meanMs: 1_000, calls: 20 };

/** What it looks at. */
type Looked = Pick<Context, "em"> & { readonly replicas: Pick<Context["replicas"], "states"> };

/** What is wrong with the database and its replicas now, though it answers. @param today as alerts are told once of it: 2026-11-23. */
export async function findDatabaseAlerts(ctx: Looked, today: string): Promise<Alert[]> {
  const [connections, statements] = await Promise.all([findConnections(ctx, today), findSlowStatements(ctx, today)]);
  return [...findReplicas(ctx, today), ...connections, ...statements];
}

/** Told once a day: each process sees for itself since when it is so. */
function findReplicas({ replicas }: Looked, today: string): Alert[] {
  return replicas.states().flatMap(({ name, problem, since }) =>
    problem !== null && Date.now() - since.getTime() > awayForMs
      ? {
          event: "replica_away",
          cause: `${name} ${today}`,
          title: `A replica of the database is left out: ${name}`,
          body: `${problem} The primary answers in its place.`,
          path: "/system",
          isProblem: true,
        }
      : [],
  );
}

async function findConnections({ em }: Looked, today: string): Promise<Alert[]> {
  const [row] = await em.execute<{ taken: number; most: number }[]>(
    `select count(*)::int as taken, current_setting('max_connections')::int as most
       from pg_stat_activity where datid is not null`,
  );
  const { taken, most } = row!;
  if (taken < most * mostConnections) return [];
  return [
    {
      event: "connections_low",
      cause: today,
      title: "The database is running out of connections",
      body: `${taken} of ${most} are taken. Raise max_connections, or run fewer processes.`,
      path: "/system",
      isProblem: true,
    },
  ];
}

/** Told once a month, of each. */
async function findSlowStatements({ em }: Looked, today: string): Promise<Alert[]> {
  const statements = (await readStatistics(em)) ?? [];
  return statements
    .filter(({ meanMs, calls }) => meanMs >= slow.meanMs && calls >= slow.calls)
    .map(({ text, meanMs, calls }) => ({
      event: "slow_queries",
      cause: `${createHash("sha256").update(text).digest("hex").slice(0, 16)} ${today.slice(0, 7)}`,
      title: "The database is slow at a statement",
      body: `It took ${(meanMs / 1000).toFixed(1)} s on average, ${calls} times: ${text.slice(0, 300)}`,
      path: "/system",
      isProblem: true,
    }));
}
