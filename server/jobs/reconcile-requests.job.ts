import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { inTransaction } from "../context.ts";
import { lockTogether } from "../requests/request-together.ts";
import { startJob } from "../requests/request-step.ts";
import type { Job } from "./job.ts";

/**
 * Puts right what should not be: a request that has a step due and no job for it (a queue that was emptied by hand, a
 * database that was restored). Looks at leaders only; whoever waits with them moves with them.
 */
export const reconcileRequests: Job<unknown> = {
  description: "Gives a job to every request that is due one and has none, such as after a restored backup.",
  data: z.any(),
  concurrency: 1,
  expireInSeconds: 300,
  schedule: "* * * * *",
  async run(ctx) {
    const db = ctx.em.getKysely() as Kysely<any>;
    const { rows } = await sql<{ id: string }>`
      select leader.id
        from (select distinct on (audiobook_id) id, step from requests where step is not null
               order by audiobook_id, created_at, id) leader
       where not exists (select from pgboss.job j
                          where j.name = leader.step and j.singleton_key = leader.id::text and j.state in ('created', 'retry', 'active'))
       limit 500`.execute(db);
    let restarted = 0;
    for (const { id } of rows) {
      await inTransaction(ctx, async (ctx) => {
        const { live } = await lockTogether(ctx.em, id);
        if (!live[0]) return;
        await startJob(ctx, live[0]);
        restarted += 1;
      });
    }
    if (restarted > 0) ctx.logger.warn({ restarted }, "Requests without a job were given one");
    return { restarted };
  },
};
