import { z } from "zod";
import { inTransaction } from "../context.ts";
import { settledBySettings } from "../requests/lifecycle-table.ts";
import { tryNow } from "../requests/request-step.ts";
import { Request } from "../requests/request.entity.ts";
import type { Job } from "./job.ts";

/** After a change of the settings: tries at once what waits for something that settings may have put right. */
export const wakeRequests: Job<unknown> = {
  description: "After a change of the settings, tries at once what was waiting for one.",
  data: z.any(),
  concurrency: 1,
  pollSeconds: 1,
  expireInSeconds: 300,
  async run(ctx) {
    const waiting = await ctx.em.find(
      Request,
      { blocker: { $in: [...settledBySettings] }, nextTryAt: { $ne: null } },
      // Whoever was tried longest ago is tried first.
      { fields: ["audiobook"], orderBy: { updatedAt: "asc", id: "asc" } },
    );
    // One for each book: it takes its company along.
    const leaders = new Map(waiting.map((each) => [each.audiobook.id, each.id]));
    for (const id of leaders.values()) await inTransaction(ctx, (ctx) => tryNow(ctx, id));
    return { woken: leaders.size };
  },
};
