import type { Opened } from "../configuration/integrations.ts";
import { DomainError } from "../errors.ts";
import type { Download, DownloadClient } from "../integrations/download-clients/download-client.ts";
import { BlockerKind } from "../requests/request-status.ts";
import type { JobContext } from "./job.ts";

/** A download client that has just answered. */
export interface OpenClient {
  readonly client: Opened<DownloadClient>;
  /** The download that was asked for; undefined when it is not there. */
  readonly download: Download | undefined;
}

/** How long a download client that does not answer is left alone. */
export const clientPause = { first: 5, most: 300 } as const;

/**
 * Asks the configured download client for a download.
 * @param id the client's id of it; null only asks whether the client is there.
 * @param options.fresh a poll that is shared with others, up to a second old, will not do.
 * @returns what a request is to wait for, when there is no answer.
 */
export async function openDownloadClient(
  ctx: JobContext,
  id: string | null,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<OpenClient | { readonly kind: BlockerKind; readonly message: string }> {
  try {
    const client = await ctx.integrations.open("download_client");
    if (!client) {
      const message = "No download client is set up. An admin can do that under Settings.";
      return { kind: BlockerKind.NO_DOWNLOAD_CLIENT, message };
    }
    const find = async (fresh: boolean) =>
      (await ctx.integrations.downloads(ctx.signal, { fresh })).find((each) => each.id === id);
    const download = await find(fresh);
    // The shared poll may be older than this download.
    return { client, download: download || fresh || id === null ? download : await find(true) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: BlockerKind.CLIENT_UNREACHABLE, message: error.message };
  }
}
