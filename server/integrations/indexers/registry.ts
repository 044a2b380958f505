import type { Integration } from "../integration.ts";
import type { Indexer } from "./indexer.ts";
import { prowlarr } from "./prowlarr.ts";
import { torznab } from "./torznab.ts";

/** Every indexer there is, by the value that `indexer.type` takes. */
export const indexers = { torznab, prowlarr } satisfies Record<string, Integration<any, Indexer>>;
