/**
 * A download that its client does not show. A client that has just started shows nothing, or only some, for a moment, so
 * that nothing is blamed before it has stayed away for a while; the time in which the client does not answer is not counted.
 */
import type { DownloadHistory } from "../requests/download-history.entity.ts";
import { stale, whileChosen } from "../requests/due-request.ts";
import { clearBlocker } from "../requests/request-step.ts";
import { BlockerKind } from "../requests/request-status.ts";
import type { JobContext, JobOutcome } from "./job.ts";
import type { JobName } from "./registry.ts";
import { waitFor } from "./wait-for.ts";

/** qBittorrent with thousands of torrents has taken half of it to show them all. */
const graceSeconds = 60;

/**
 * Waits for a download that is not shown to come back.
 * @param label what people call the client.
 * @returns null when it has stayed away for too long: it is gone.
 */
export async function waitForMissing(
  ctx: JobContext,
  requestId: string,
  step: JobName,
  { id, missingSince }: DownloadHistory,
  label: string,
): Promise<JobOutcome | null> {
  const settings = await ctx.integrations.settings();
  const limitSeconds = Math.min(graceSeconds, Number(settings["automation.stalled_after_seconds"]));
  const missingSeconds = missingSince ? (Date.now() - missingSince.getTime()) / 1000 : 0;
  if (missingSeconds >= limitSeconds) return null;
  if (!missingSince) {
    const noted = await whileChosen(ctx, requestId, step, id, async (_, row) => {
      row.missingSince = new Date();
      return { missing: true };
    });
    if ("stale" in noted) return stale;
  }
  const message = `${label} does not show it at the moment. If that lasts for ${limitSeconds} seconds, the next release is taken.`;
  const seconds = Math.min(5, limitSeconds - missingSeconds);
  const blocker = { kind: BlockerKind.CLIENT_UNREACHABLE, message };
  return waitFor(ctx, requestId, step, blocker, { first: seconds, most: seconds });
}

/** Ends that wait: it is shown again, or the client cannot tell. */
export async function noLongerMissing(
  ctx: JobContext,
  requestId: string,
  step: JobName,
  { id, missingSince }: DownloadHistory,
): Promise<void> {
  if (!missingSince) return;
  await whileChosen(ctx, requestId, step, id, async (_, row, { live }) => {
    row.missingSince = null;
    for (const each of live) clearBlocker(each);
    return {};
  });
}
