import type { Integration } from "../integration.ts";
import { folder } from "./folder.ts";
import type { MediaServer } from "./media-server.ts";
import { plex } from "./plex.ts";

/** Every media server there is, by the value that `media_server.type` takes. */
export const mediaServers = { folder, plex } satisfies Record<string, Integration<any, MediaServer>>;
