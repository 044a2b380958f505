import { z } from "zod";
import { checkIntegrations } from "../configuration/integration-health.ts";
import type { Job } from "./job.ts";

/** Most rounds find nothing to ask: what answers is asked every few minutes, and an indexer once an hour. */
export const checkIntegrationsJob: Job<unknown> = {
  description: "Asks every integration that has not been heard of for a while whether it answers.",
  data: z.any(),
  concurrency: 1,
  batchSize: 1,
  expireInSeconds: 120,
  schedule: "*/2 * * * *",
  async run(ctx) {
    return { ...(await checkIntegrations(ctx, ctx.signal)) };
  },
};
