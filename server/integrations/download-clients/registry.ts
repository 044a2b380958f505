import type { Integration } from "../integration.ts";
import type { DownloadClient } from "./download-client.ts";
import { embedded } from "./embedded.ts";
import { qbittorrent } from "./qbittorrent.ts";

/** Every download client there is, by the value that `download_client.type` takes. */
export const downloadClients = { embedded, qbittorrent } satisfies Record<string, Integration<any, DownloadClient>>;
