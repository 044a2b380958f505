import { join } from "node:path";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { inTransaction } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Download } from "../integrations/download-clients/download-client.ts";
import {
  ContentMissingError,
  ContentRefusedError,
  DiskFullError,
  LibraryUnusableError,
} from "../library/import-errors.ts";
import { placeImport, stageImport, type ImportedFiles } from "../library/import-files.ts";
import { planImport, type ImportPlan, type ImportRefusal } from "../library/import-plan.ts";
import { readContentTags } from "../library/read-content-tags.ts";
import { readContent } from "../library/read-content.ts";
import { passOver } from "../requests/candidates.ts";
import { DownloadHistory, DownloadStatus } from "../requests/download-history.entity.ts";
import { findChosen, findDue, requestJobData, stale, type DueRequest } from "../requests/due-request.ts";
import { advance, wait } from "../requests/request.lifecycle.ts";
import { BlockerKind } from "../requests/request-status.ts";
import { snooze, type Job, type JobContext, type JobOutcome } from "./job.ts";

/**
 * Checks what came and puts it into the media library. The place is written down before the folder appears there:
 * killed at any moment, the next run finds either nothing or the whole book, and the torrent's own files are untouched.
 */
export const organizeFiles: Job<{ requestId: string }> = {
  data: requestJobData,
  concurrency: 2,
  expireInSeconds: 4 * 3600,
  async run(ctx, { requestId }) {
    const due = await findDue(ctx, requestId, "organize_files");
    const chosen = due && (await findChosen(ctx, requestId));
    if (!due || !chosen) return stale;
    try {
      const download = (await ctx.integrations.downloads(ctx.signal)).find(
        (each) => each.id === chosen.downloadClientId,
      );
      if (!download) return await refuse(ctx, requestId, chosen, "It is no longer in the download client.");
      const plan = await makePlan(ctx, due, download);
      if ("refusal" in plan) return await refuse(ctx, requestId, chosen, plan.refusal);
      return await putIntoLibrary(ctx, due, chosen, plan);
    } catch (error) {
      if (error instanceof ContentRefusedError) return refuse(ctx, requestId, chosen, error.message);
      if (!(error instanceof DomainError) || !error.retryable) throw error;
      return waitFor(ctx, requestId, error);
    }
  },
};

async function makePlan(
  ctx: JobContext,
  { audiobook }: DueRequest,
  { contentPath }: Download,
): Promise<ImportPlan | ImportRefusal> {
  if (contentPath === null) throw new ContentMissingError("The download client does not say yet where the files are.");
  const settings = await ctx.integrations.settings();
  const content = await readContent(contentPath);
  const tags = await readContentTags(content, ctx.signal);
  const { title, author, narrator, durationMinutes, audibleId, releaseDate } = audiobook;
  const book = {
    title,
    author,
    narrator,
    durationMinutes,
    asin: audibleId,
    year: releaseDate ? Number(releaseDate.slice(0, 4)) : null,
  };
  return planImport({ content, tags, book, template: settings["paths.template"]! });
}

async function putIntoLibrary(
  ctx: JobContext,
  { request, audiobook }: DueRequest,
  chosen: DownloadHistory,
  plan: ImportPlan,
): Promise<JobOutcome> {
  const settings = await ctx.integrations.settings();
  const libraryDir = settings["paths.media_library"] ?? join(ctx.integrations.dataDir, "library");
  const staged = await stageImport(plan, { libraryDir, stageName: chosen.id, hardlink: true }, ctx.signal);
  await ctx.em.nativeUpdate(DownloadHistory, { id: chosen.id }, { importPath: staged.finalPath });
  const imported = await placeImport(staged);
  await inTransaction(ctx, async (ctx) => {
    const moved = await advance(ctx, request.id, "organize_files", describe(imported));
    if (!moved) return;
    await ctx.em.nativeUpdate(
      Audiobook,
      { id: audiobook.id },
      { filePath: imported.path, fileFormat: plan.format, fileSizeBytes: plan.totalBytes },
    );
  });
  return { path: imported.path, linked: imported.linked, copied: imported.copied };
}

function describe({ linked, copied }: ImportedFiles): string {
  const files = linked + copied;
  return `Put into the library: ${files} ${files === 1 ? "file" : "files"}${copied === 0 ? ", without using disk space twice" : ""}.`;
}

async function refuse(
  ctx: JobContext,
  requestId: string,
  chosen: DownloadHistory,
  reason: string,
): Promise<JobOutcome> {
  await inTransaction(ctx, (ctx) => passOver(ctx, requestId, chosen, { status: DownloadStatus.FAILED, reason }));
  return { refused: reason };
}

async function waitFor(ctx: JobContext, requestId: string, error: DomainError): Promise<JobOutcome> {
  const kind =
    error instanceof DiskFullError
      ? BlockerKind.DISK_FULL
      : error instanceof ContentMissingError || error instanceof LibraryUnusableError
        ? BlockerKind.PATH_NOT_VISIBLE
        : BlockerKind.CLIENT_UNREACHABLE;
  const seconds = Math.min(5 * 2 ** Math.min(ctx.snoozes, 10), 600);
  await inTransaction(ctx, (ctx) =>
    wait(ctx, requestId, { kind, message: error.message, nextTryAt: new Date(Date.now() + seconds * 1000) }),
  );
  return snooze(seconds);
}
