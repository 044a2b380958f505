import { z } from "zod";
import { syncLibrary } from "../library/sync-library.ts";
import { recogniseBooks, releaseLostBooks } from "../requests/owned-books.ts";
import type { Job } from "./job.ts";

/**
 * Reads the whole library of the media server, so that what people own already shows as available. Enqueued with
 * `scheduleKey` only, so that one runs at a time.
 */
export const syncLibraryJob: Job<unknown> = {
  description: "Reads the whole library of the media server, so that what people own shows as available.",
  data: z.any(),
  concurrency: 1,
  batchSize: 1,
  // A change of the settings sends it for a second later.
  pollSeconds: 1,
  expireInSeconds: 3600,
  // Not on the hour, when everything else runs.
  schedule: "23 */2 * * *",
  async run(ctx) {
    const server = await ctx.integrations.open("media_server");
    if (!server) return { skipped: "No media server is configured." };
    const { kept, ...synced } = await syncLibrary(ctx, server, ctx.signal);
    const recognised = await recogniseBooks(ctx, ctx.signal);
    if (kept === 0) return { ...synced, recognised, lost: await releaseLostBooks(ctx) };
    const note = `${server.label} shows nothing at all, and has shown ${kept} books before. None of them was taken for gone: is a disk not mounted?`;
    ctx.logger.warn({ kept }, note);
    return { ...synced, recognised, note };
  },
};
