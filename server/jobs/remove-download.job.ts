import { existsSync } from "node:fs";
import { z } from "zod";
import { DomainError } from "../errors.ts";
import { DownloadHistory } from "../requests/download-history.entity.ts";
import { activeDownload } from "../requests/due-request.ts";
import { RequestStatus } from "../requests/request-status.ts";
import { snooze, type Job } from "./job.ts";

const data = z.object({
  downloadId: z.uuid(),
  /** What is known of it when its request is deleted. */
  download: z
    .object({
      downloadClient: z.string().nullable(),
      downloadClientId: z.string(),
      importPath: z.string().nullable(),
    })
    .optional(),
});

/** Takes a download that nobody needs any more, with what it has fetched, out of the download client. */
export const removeDownload: Job<z.infer<typeof data>> = {
  description: "Takes a download that nobody needs any more out of the download client.",
  data,
  concurrency: 1,
  expireInSeconds: 60,
  async run(ctx, { downloadId, download }) {
    const row = (await ctx.em.findOne(DownloadHistory, { id: downloadId }, { refresh: true })) ?? download;
    if (!row?.downloadClientId) return { removed: false };
    // Its files are in the library, and its tracker counts on them to be seeded: the seeding goals end that, not we.
    if (row.importPath && existsSync(row.importPath)) return { removed: false, reason: "It was imported." };
    // The same torrent may serve another book's request (a pack), or have been chosen again meanwhile: then it stays.
    const stillNeeded = await ctx.em.count(DownloadHistory, {
      downloadClientId: row.downloadClientId,
      selected: true,
      downloadStatus: { $in: activeDownload },
      request: { status: { $in: [RequestStatus.DOWNLOADING, RequestStatus.PROCESSING, RequestStatus.COMPLETED] } },
    });
    if (stillNeeded > 0) return { removed: false, stillNeeded };
    try {
      const client = await ctx.integrations.open("download_client");
      if (client?.type !== row.downloadClient)
        return { removed: false, reason: "Another download client is configured by now." };
      await client.port.remove(row.downloadClientId, { deleteFiles: true }, ctx.signal);
      return { removed: true };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return snooze(Math.min(30 * 2 ** Math.min(ctx.snoozes, 10), 3600));
    }
  },
};
