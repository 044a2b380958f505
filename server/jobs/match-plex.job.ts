import type { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { DomainError } from "../errors.ts";
import type { MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { linkBooks } from "../library/link-book.ts";
import { matchLibraryItem } from "../library/match-library-item.ts";
import { storeItems } from "../library/store-items.ts";
import { findDue, requestJobData, stale, whileDue } from "../requests/due-request.ts";
import { transition } from "../requests/request.lifecycle.ts";
import { BlockerKind, RequestStatus } from "../requests/request-status.ts";
import type { Job, JobContext } from "./job.ts";
import { waitFor } from "./wait-for.ts";

/** Scans take seconds at best and hours at worst: it asks often at first, and never gives up. */
const pause = { first: 1, most: 600, factor: 1.5 } as const;

/** Recognises the book in the media server: then it is there for everybody who asked. */
export const matchPlex: Job<{ requestId: string }> = {
  description: "Looks for the book in the media server: once it is there, everybody who asked has it.",
  data: requestJobData,
  concurrency: 1,
  batchSize: 10,
  pollSeconds: 1,
  expireInSeconds: 120,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "match_plex");
    if (!due?.audiobook.filePath) return stale;
    const { audiobook } = due;
    const path = due.audiobook.filePath;
    try {
      const server = await ctx.integrations.open("media_server");
      if (!server) return await complete(ctx, requestId, audiobook, null, null);
      const items = await server.port.itemsUnder(path, ctx.signal);
      const matched = matchLibraryItem({ ...audiobook, asin: audiobook.audibleId, filePath: path }, items);
      if (matched) return await complete(ctx, requestId, audiobook, server.type, matched.item);
      if (ctx.snoozes > 0 && ctx.snoozes % 5 === 0) await server.port.requestScan(path, ctx.signal);
      const message = `The files are in the library folder, and ${server.label} was told to look there. It does not show the book yet; if that takes long, see there whether its library holds this folder and may read it.`;
      return waitFor(ctx, requestId, "match_plex", { kind: BlockerKind.NOT_IN_LIBRARY_YET, message }, pause);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const blocker = { kind: BlockerKind.MEDIA_SERVER_UNREACHABLE, message: error.message };
      return waitFor(ctx, requestId, "match_plex", blocker, pause);
    }
  },
};

async function complete(
  ctx: JobContext,
  requestId: string,
  audiobook: Audiobook,
  mediaServer: string | null,
  item: MediaServerItem | null,
) {
  return whileDue(ctx, requestId, "match_plex", async (ctx) => {
    if (item && mediaServer) {
      await storeItems(ctx.em, mediaServer, [item]);
      // By its folder: whatever it was taken for before, it is this book.
      await linkBooks(ctx.em, [{ audiobookId: audiobook.id, mediaServer, itemId: item.id }], { takeOver: true });
    }
    await transition(ctx, requestId, RequestStatus.COMPLETED, { message: "It is there: have a good time with it." });
    return { itemId: item?.id ?? null, path: audiobook.filePath };
  });
}
