import type { Integration } from "../integration.ts";
import { audible } from "./audible.ts";
import type { Catalog } from "./catalog.ts";
import { sandbox } from "./sandbox.ts";

/** Every catalog there is, by the value that `catalog.type` takes. */
export const catalogs = { sandbox, audible } satisfies Record<string, Integration<any, Catalog>>;
