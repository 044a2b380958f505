import { z } from "zod";
import { inTransaction } from "../context.ts";
import { findChannels } from "../notifications/channels.ts";
import { notify } from "../notifications/notify.ts";
import { findAlerts } from "../system/find-alerts.ts";
import type { Job } from "./job.ts";

/** It sends nothing itself: what is told already is told to no channel twice. */
export const watchOver: Job<unknown> = {
  description: "Looks for what admins want to know of, such as an outage, a full disk or a backup that went wrong.",
  data: z.any(),
  concurrency: 1,
  batchSize: 1,
  expireInSeconds: 60,
  schedule: "* * * * *",
  async run(ctx) {
    if ((await findChannels(ctx)).length === 0) return {};
    const alerts = await findAlerts(ctx);
    await inTransaction(ctx, async (ctx) => {
      for (const alert of alerts) await notify(ctx, alert);
    });
    return { found: alerts.map(({ event, cause }) => `${event} ${cause}`) };
  },
};
