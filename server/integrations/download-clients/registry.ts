import type { Integration } from "../integration.ts";
import type { DownloadClient } from "./download-client.ts";
import { embedded } from "./embedded.ts";
import { qbittorrent } from "./qbittorrent.ts";
import { transmission } from "./transmission.ts";

/** Every download client there is, by the value that `download_client.type` takes. */
export const downloadClients = { embedded, qbittorrent, transmission } satisfies Record<
  string,
  Integration<any, DownloadClient>
>;
