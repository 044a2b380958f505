import { z } from "zod";
import { refreshCatalogList, refreshCatalogLists } from "../audiobooks/catalog-lists.ts";
import type { Job } from "./job.ts";

/** Reads the catalog's lists anew: one that somebody has looked at and that was old; by its schedule, what is popular and new. */
export const refreshCatalog: Job<{ listId?: string | undefined }> = {
  description: "Reads anew what the catalog lists: what is popular and new, and what somebody has looked at.",
  data: z.object({ listId: z.uuid().optional() }),
  concurrency: 1,
  expireInSeconds: 300,
  // Not on the hour, when everything else runs.
  schedule: "37 */6 * * *",
  async run(ctx, { listId }) {
    if (listId === undefined) return refreshCatalogLists(ctx, ctx.signal);
    return { entries: await refreshCatalogList(ctx, listId, ctx.signal) };
  },
};
