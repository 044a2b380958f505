import { inTransaction } from "../context.ts";
import { DomainError } from "../errors.ts";
import { findDue, requestJobData, stale } from "../requests/due-request.ts";
import { advance } from "../requests/request.lifecycle.ts";
import { BlockerKind } from "../requests/request-status.ts";
import type { Job } from "./job.ts";
import { waitFor } from "./wait-for.ts";

/** Asks the media server to scan the folder of the book. Named by the schema document; the server need not be Plex. */
export const scanPlex: Job<{ requestId: string }> = {
  description: "Asks the media server to look at the folder of a new book.",
  data: requestJobData,
  concurrency: 1,
  batchSize: 10,
  pollSeconds: 1,
  expireInSeconds: 120,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "scan_plex");
    if (!due?.audiobook.filePath) return stale;
    try {
      const server = await ctx.integrations.open("media_server");
      // Without a media server the folder itself is the library: match_plex then completes the request.
      await server?.port.requestScan(due.audiobook.filePath, ctx.signal);
      const message = server ? `${server.label} is scanning it.` : "There is no media server to scan it.";
      const moved = await inTransaction(ctx, (ctx) => advance(ctx, requestId, "scan_plex", message));
      return moved ? { path: due.audiobook.filePath } : stale;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const blocker = { kind: BlockerKind.MEDIA_SERVER_UNREACHABLE, message: error.message };
      return waitFor(ctx, requestId, "scan_plex", blocker, { first: 5, most: 600 });
    }
  },
};
