/** What somebody who is to help has to know, in one piece: no secret, and of people and books only how many there are. */
import { arch, platform, release, totalmem } from "node:os";
import { configurationKeys } from "../configuration/configuration-keys.ts";
import { shownValue } from "../configuration/secrets-and-addresses.ts";
import type { Context } from "../context.ts";
import { recentWarnings } from "../logger.ts";
import { hideAddresses } from "../secrets-in-text.ts";
import { readSystem } from "./read-system.ts";

const failedJobs = 30;

/** Everything in it is plain JSON. */
export async function makeSupportBundle(ctx: Context): Promise<Record<string, unknown>> {
  const { em } = ctx;
  const [system, settings, backups] = await Promise.all([
    readSystem(ctx),
    ctx.integrations.settings(),
    ctx.backups.list(),
  ]);
  const [database] = await em.execute(
    `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
            (select json_object_agg(status, count) from (select status, count(*) from requests group by status) r) as requests,
            (select count(*)::int from users) as people, (select count(*)::int from audiobooks) as books,
            (select json_agg(name order by id) from migrations) as migrations`,
  );
  const jobs = await em.execute<{ error: string | null }[]>(
    `select type, created_at as "createdAt", attempts, error_message as error from jobs where status = 'failed'
      order by created_at desc, id desc limit ?`,
    [failedJobs],
  );
  const notSent = await em.execute(
    `select channel, state, count(*)::int as count, max(last_error) as error from notifications where state <> 'sent'
      group by channel, state`,
  );
  return {
    madeAt: new Date().toISOString(),
    program: { version: system.version, uptimeSeconds: Math.round(process.uptime()), logLevel: ctx.logger.level },
    machine: {
      node: process.version,
      platform: `${platform()} ${release()} ${arch()}`,
      memoryBytes: totalmem(),
      usedByProgramBytes: process.memoryUsage.rss(),
    },
    database,
    configuration: describeSettings(settings),
    queues: system.queues,
    deadJobs: system.deadJobs,
    integrations: system.integrations,
    storage: system.storage,
    backups: backups
      .slice(0, 5)
      .map(({ name, sizeBytes, state, note }) => ({ name, sizeBytes, state, reason: note?.reason ?? null })),
    failedJobs: jobs.map((job) => ({ ...job, error: job.error && hideAddresses(job.error) })),
    notSent,
    recentWarnings: recentWarnings(ctx.logger),
  };
}

/** Those that somebody has set; of a secret only that it is. */
function describeSettings(settings: Readonly<Record<string, string | null>>): Record<string, string> {
  const changed = Object.entries(settings).filter(
    ([key, value]) => value !== null && value !== configurationKeys[key]?.default,
  );
  return Object.fromEntries(changed.map(([key, value]) => [key, shownValue(key, value) ?? "(set)"]));
}
