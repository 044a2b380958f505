import { inTransaction } from "../context.ts";
import { DomainError } from "../errors.ts";
import { findDue, requestJobData, stale } from "../requests/due-request.ts";
import { advance, wait } from "../requests/request.lifecycle.ts";
import { BlockerKind } from "../requests/request-status.ts";
import { snooze, type Job } from "./job.ts";

/** Asks the media server to scan the folder of the book. Named by the schema document; the server need not be Plex. */
export const scanPlex: Job<{ requestId: string }> = {
  data: requestJobData,
  concurrency: 1,
  batchSize: 10,
  expireInSeconds: 120,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "scan_plex");
    if (!due?.audiobook.filePath) return stale;
    try {
      const server = await ctx.integrations.open("media_server");
      // Without a media server the folder itself is the library: match_plex then completes the request.
      await server?.port.requestScan(due.audiobook.filePath, ctx.signal);
      await inTransaction(ctx, (ctx) =>
        advance(
          ctx,
          requestId,
          "scan_plex",
          server ? `${server.label} is scanning it.` : "There is no media server to scan it.",
        ),
      );
      return { path: due.audiobook.filePath };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { message } = error;
      const seconds = Math.min(5 * 2 ** Math.min(ctx.snoozes, 10), 600);
      await inTransaction(ctx, (ctx) =>
        wait(ctx, requestId, {
          kind: BlockerKind.MEDIA_SERVER_UNREACHABLE,
          message,
          nextTryAt: new Date(Date.now() + seconds * 1000),
        }),
      );
      return snooze(seconds);
    }
  },
};
