import { join } from "node:path";
import { Audiobook, AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { inTransaction, type Context } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { LibraryItem } from "../library/library-item.entity.ts";
import { removeImported } from "../library/remove-imported.ts";
import { auditRequest } from "./audit-request.ts";
import { dropDownloads } from "./candidates.ts";
import { isLive, lifecycle } from "./lifecycle-table.ts";
import { lockTogether } from "./request-together.ts";
import { RequestStatus } from "./request-status.ts";
import { leave } from "./request.lifecycle.ts";
import { Request } from "./request.entity.ts";

const { CANCELLED, COMPLETED, PROCESSING } = RequestStatus;

/**
 * Ends a request and forgets it, with its candidates and its timeline; other people's requests for the book stay. What is
 * seeded goes on being seeded: the tracker counts on it.
 * @param deleteFiles also deletes the book's folder in the media library, if it was imported from here and nobody else needs it.
 * @throws NotFoundError
 * @throws ConflictError when the files may not be deleted; nothing has changed then.
 */
export async function deleteRequest(ctx: Context, id: string, deleteFiles: boolean): Promise<void> {
  const settings = await ctx.integrations.settings();
  const libraryDir = settings["paths.media_library"] ?? join(ctx.integrations.dataDir, "library");
  await inTransaction(ctx, async (ctx) => {
    const { request, audiobook } = await lockTogether(ctx.em, id);
    if (deleteFiles) await assertFilesMayGo(ctx, request, audiobook);
    if (lifecycle[request.status].to.includes(CANCELLED)) {
      const next = await leave(ctx, id, CANCELLED, "Deleted.");
      if (!next) await dropDownloads(ctx, [id], "The request was deleted.");
    }
    const { filePath } = audiobook;
    const deletedFiles = deleteFiles ? filePath : null;
    await auditRequest(ctx, "request.deleted", request, audiobook, { status: request.status, deletedFiles });
    await ctx.em.nativeDelete(Request, { id });
    if (!deleteFiles || filePath === null) return;
    await ctx.em.nativeDelete(LibraryItem, { audiobook: audiobook.id });
    Object.assign(audiobook, {
      filePath: null,
      fileFormat: null,
      fileSizeBytes: null,
      plexGuid: null,
      plexLibraryId: null,
      availabilityStatus: AvailabilityStatus.UNKNOWN,
      availableAt: null,
    });
    await ctx.em.flush();
    // Last, and while the book is locked: nobody is told meanwhile that it is there; and if it fails, all is as it was.
    await removeImported(libraryDir, filePath);
  });
}

async function assertFilesMayGo({ em }: Context, request: Request, audiobook: Audiobook): Promise<void> {
  const { id, filePath, availabilityStatus } = audiobook;
  if (request.status === PROCESSING)
    throw new ConflictError("Its files are being put into the library. Wait for that, or cancel the request first.");
  if (filePath === null) {
    if (availabilityStatus !== AvailabilityStatus.AVAILABLE) return;
    throw new ConflictError(
      "The book was in the library already. What did not come from here is not deleted from here.",
    );
  }
  const needing = [...Object.values(RequestStatus).filter(isLive), COMPLETED];
  const other = await em.findOne(Request, { id: { $ne: request.id }, audiobook: id, status: { $in: needing } });
  if (other) throw new ConflictError("Somebody else has asked for this book and needs its files.", { id: other.id });
  const twin = await em.findOne(Audiobook, { id: { $ne: id }, filePath });
  if (twin) throw new ConflictError(`“${twin.title}” lies in the same folder.`, { id: twin.id });
}
