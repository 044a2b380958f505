import { createHash } from "node:crypto";

/**
 * The id of a release. Ids are stored, shown and logged, and an indexer's own may be a link that holds a key: then the
 * info hash stands for it, or a hash of the link.
 * @param link what the release is downloaded by.
 */
export function toReleaseGuid(guid: string, infoHash: string | null, link: string): string {
  const mayHoldKey = guid === link || /^magnet:|(key|pass|auth|token)\w*=|\/[0-9a-f]{32,}\b/i.test(guid);
  if (guid && !mayHoldKey) return guid;
  return (
    infoHash ??
    createHash("sha256")
      .update(guid || link)
      .digest("hex")
  );
}
