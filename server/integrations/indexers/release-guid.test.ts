import { describe, expect, it } from "vitest";
import { toReleaseGuid } from "./release-guid.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";
const LINK = "https://t.example/download/1?passkey=secret";

describe("The id of a release", () => {
  it.each(["https://t.example/details/1", "12345", HASH])("is the indexer's own: %s", (guid) => {
    expect(toReleaseGuid(guid, HASH, LINK)).toBe(guid);
  });

  it.each([
    "",
    LINK,
    "https://t.example/details/1?apikey=secret",
    "https://t.example/0123456789abcdef0123456789abcdef/1",
    `magnet:?xt=urn:btih:${HASH}&tr=https://t.example/secret`,
  ])("is none that is missing or may hold a key: %s", (guid) => {
    expect(toReleaseGuid(guid, HASH, LINK)).toBe(HASH);
    const digest = toReleaseGuid(guid, null, LINK);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(toReleaseGuid(guid, null, LINK)).toBe(digest);
  });
});
