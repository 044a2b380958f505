import { join } from "node:path";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import type { DomainError } from "../errors.ts";
import type { Download } from "../integrations/download-clients/download-client.ts";
import {
  ContentMissingError,
  ContentRefusedError,
  DiskFullError,
  LibraryUnusableError,
} from "../library/import-errors.ts";
import { placeImport, removeStage, stageImport, type ImportedFiles } from "../library/import-files.ts";
import { planImport, type ImportPlan, type ImportRefusal } from "../library/import-plan.ts";
import { readContentTags } from "../library/read-content-tags.ts";
import { readContent } from "../library/read-content.ts";
import { passOver } from "../requests/candidates.ts";
import { DownloadStatus } from "../requests/download-history.entity.ts";
import { findDueDownload, requestJobData, stale, whileChosen, type DueDownload } from "../requests/due-request.ts";
import { advance } from "../requests/request.lifecycle.ts";
import { BlockerKind } from "../requests/request-status.ts";
import { snooze, type Job, type JobContext, type JobOutcome } from "./job.ts";
import { noLongerMissing, waitForMissing } from "./missing-download.ts";
import { clientPause, openDownloadClient } from "./open-download-client.ts";
import { waitFor } from "./wait-for.ts";

const step = "organize_files";

/**
 * Checks what came and puts it into the media library. The place is written down before the folder appears there:
 * killed at any moment, the next run finds either nothing or the whole book, and the torrent's own files are untouched.
 */
export const organizeFiles: Job<{ requestId: string }> = {
  description: "Checks what was downloaded and puts it into the media library.",
  data: requestJobData,
  concurrency: 2,
  expireInSeconds: 4 * 3600,
  async run(ctx, { requestId }) {
    const due = await findDueDownload(ctx, requestId, step);
    if (!due) return stale;
    const { chosen } = due;
    const open = await openDownloadClient(ctx, chosen.downloadClientId, { fresh: ctx.snoozes > 0 });
    if ("kind" in open) {
      await noLongerMissing(ctx, requestId, step, chosen);
      return waitFor(ctx, requestId, step, open, clientPause);
    }
    if (open.client.type !== chosen.downloadClient) {
      const message = `“${chosen.torrentName}” lies in a download client that is no longer the configured one (${chosen.downloadClient}). Configure that one again, or cancel the request and ask anew.`;
      return waitFor(ctx, requestId, step, { kind: BlockerKind.NO_DOWNLOAD_CLIENT, message }, clientPause);
    }
    const { download } = open;
    if (!download)
      return (
        (await waitForMissing(ctx, requestId, step, chosen, open.client.label)) ??
        refuse(ctx, due, "It is no longer in the download client.")
      );
    await noLongerMissing(ctx, requestId, step, chosen);
    if (download.status === "failed") return refuse(ctx, due, download.error ?? "The download client gave up on it.");
    if (download.status !== "completed") {
      const message = `${open.client.label} moves or checks the files at the moment. They are imported when it is done.`;
      return waitFor(ctx, requestId, step, { kind: BlockerKind.PATH_NOT_VISIBLE, message }, { first: 5, most: 15 });
    }
    // A run that was taken for dead may still be copying: two of them would build the same folder.
    const lease = await ctx.integrations.exclusive(`import ${chosen.id}`);
    if (!lease) return snooze(5);
    try {
      const plan = await makePlan(ctx, due, download);
      if ("refusal" in plan) return await refuse(ctx, due, plan.refusal);
      return await putIntoLibrary(ctx, due, plan, AbortSignal.any([ctx.signal, lease.lost]));
    } catch (error) {
      if (error instanceof ContentRefusedError) return await refuse(ctx, due, error.message);
      const kind = blockerOf(error);
      if (!kind) throw error;
      const { message } = error as DomainError;
      return await waitFor(ctx, requestId, step, { kind, message }, clientPause);
    } finally {
      await lease.release();
    }
  },
};

async function makePlan(
  ctx: JobContext,
  { audiobook, chosen }: DueDownload,
  { contentPath }: Download,
): Promise<ImportPlan | ImportRefusal> {
  if (contentPath === null) throw new ContentMissingError("The download client does not say yet where the files are.");
  const settings = await ctx.integrations.settings();
  const content = await readContent(contentPath);
  const tags = await readContentTags(content, ctx.signal);
  const { title, author, narrator, seriesTitle, seriesPosition, durationMinutes, audibleId, releaseDate } = audiobook;
  const book = {
    title,
    author,
    narrator,
    series: seriesTitle,
    seriesPosition,
    durationMinutes,
    // Another catalog's id would be taken for one.
    asin: audibleId && /^(B0[0-9A-Z]{8}|\d{9}[\dX])$/.test(audibleId) ? audibleId : null,
    year: releaseDate ? Number(releaseDate.slice(0, 4)) : null,
  };
  const template = settings["paths.template"]!;
  return planImport({ content, tags, book, template, isInsistedOn: chosen.selectedByHand });
}

async function putIntoLibrary(
  ctx: JobContext,
  { request, audiobook, chosen }: DueDownload,
  plan: ImportPlan,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const settings = await ctx.integrations.settings();
  const libraryDir = settings["paths.media_library"] ?? join(ctx.integrations.dataDir, "library");
  const staged = await stageImport(plan, { libraryDir, stageName: chosen.id, hardlink: true }, signal);
  const noted = await whileChosen(ctx, request.id, step, chosen.id, async (_, row) => {
    row.importPath = staged.finalPath;
    return { path: staged.finalPath };
  });
  if ("stale" in noted) {
    await removeStage(libraryDir, chosen.id);
    return noted;
  }
  const { path, linked, copied } = await placeImport(staged);
  return whileChosen(ctx, request.id, step, chosen.id, async (ctx) => {
    await advance(ctx, request.id, step, describe({ path, linked, copied }));
    await ctx.em.nativeUpdate(
      Audiobook,
      { id: audiobook.id },
      { filePath: path, fileFormat: plan.format, fileSizeBytes: plan.totalBytes },
    );
    return { path, linked, copied };
  });
}

function describe({ linked, copied }: ImportedFiles): string {
  const files = linked + copied;
  return `Put into the library: ${files} ${files === 1 ? "file" : "files"}${copied === 0 ? ", without using disk space twice" : ""}.`;
}

async function refuse(ctx: JobContext, { request, chosen }: DueDownload, reason: string): Promise<JobOutcome> {
  return whileChosen(ctx, request.id, step, chosen.id, async (ctx, row) => {
    await passOver(ctx, request.id, row, { status: DownloadStatus.FAILED, reason });
    return { refused: reason };
  });
}

/** What an import waits for until somebody puts it right; null when waiting does not help. */
function blockerOf(error: unknown): BlockerKind | null {
  if (error instanceof DiskFullError) return BlockerKind.DISK_FULL;
  if (error instanceof ContentMissingError || error instanceof LibraryUnusableError)
    return BlockerKind.PATH_NOT_VISIBLE;
  return null;
}
