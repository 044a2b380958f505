import { z } from "zod";
import { applyRule, oldBefore, retentionNames, retentionRules } from "../database/retention.ts";
import { auditRetention, cutAudit } from "../security/cut-audit.ts";
import type { Job } from "./job.ts";

/** Archives, moves and deletes what is old enough. Its result says how much of what; a second run finds nothing. */
export const applyRetention: Job<unknown> = {
  description: "Archives completed requests and old jobs, and deletes what nobody needs any more, as the settings say.",
  data: z.any(),
  concurrency: 1,
  expireInSeconds: 3600,
  schedule: "17 3 * * *",
  catchesUp: true,
  async run(ctx) {
    const settings = await ctx.integrations.settings();
    const now = new Date();
    const report: Record<string, number> = {};
    for (const name of retentionNames) {
      const before = oldBefore(retentionRules[name].setting, settings, now);
      if (before) report[name] = await applyRule(ctx.em, name, before, () => ctx.signal.throwIfAborted());
    }
    const before = oldBefore(auditRetention, settings, now);
    if (before) report["audit"] = await cutAudit(ctx, before, Number(settings[auditRetention]));
    if (Object.values(report).some((taken) => taken > 0)) ctx.logger.info(report, "What was old was put away");
    return report;
  },
};
