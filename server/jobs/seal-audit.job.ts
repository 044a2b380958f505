import { z } from "zod";
import { sealAudit } from "../security/audit-chain.ts";
import type { Job } from "./job.ts";

/** Seals the audit. The log is told the new head each time: what was noted there cannot be cut off unseen. */
export const sealAuditJob: Job<unknown> = {
  description: "Seals the newest records of the audit, so that nobody can change them unseen.",
  data: z.any(),
  concurrency: 1,
  expireInSeconds: 300,
  schedule: "* * * * *",
  async run(ctx) {
    const { sealed, head } = await sealAudit(ctx);
    if (sealed === 0 || !head) return { sealed };
    const noted = `${head.position}:${head.seal}`;
    ctx.logger.info({ sealed, head: noted }, "The audit is sealed");
    return { sealed, head: noted };
  },
};
