import { createHash } from "node:crypto";
import type { FoundRelease } from "../integrations/indexers/indexer.ts";

/** @returns what makes two finds the same release: the info hash, or a digest of indexer and guid where none is known. */
export function releaseKey(release: Pick<FoundRelease, "infoHash" | "indexerName" | "guid">): string {
  return release.infoHash ?? createHash("sha256").update(`${release.indexerName}|${release.guid}`).digest("hex");
}
