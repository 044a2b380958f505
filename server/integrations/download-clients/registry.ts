import type { Integration } from "../integration.ts";
import type { DownloadClient } from "./download-client.ts";
import { embedded } from "./embedded.ts";

/** Every download client there is, by the value that `download_client.kind` takes. */
export const downloadClients = { embedded } satisfies Record<string, Integration<any, DownloadClient>>;
