import { describe, expect, it } from "vitest";
import type { FoundRelease } from "../integrations/indexers/indexer.ts";
import { rankReleases, type WantedBook } from "./rank-releases.ts";
import { RELEASE_CHOICES } from "./release-choice.cases.ts";

function found(title: string, more: Partial<FoundRelease> = {}): FoundRelease {
  return {
    guid: title,
    title,
    indexerName: "Library",
    sizeBytes: null,
    seeders: 10,
    leechers: 0,
    publishedAt: null,
    torrentUrl: "http://127.0.0.1/file.torrent",
    magnetLink: null,
    infoHash: null,
    categories: [3030],
    downloadVolumeFactor: null,
    minimumRatio: null,
    minimumSeedSeconds: null,
    bookTitle: null,
    author: null,
    language: null,
    ...more,
  };
}

for (const [kind, cases] of Object.entries(RELEASE_CHOICES)) {
  describe(kind, () => {
    for (const [expected, release, title, author, more] of cases) {
      it(`${expected}s “${release}” for “${title}”`, () => {
        const book: WantedBook = { title, author, narrator: null, durationMinutes: null, ...more };
        const [ranked] = rankReleases(book, [found(release)]);
        expect({ verdict: ranked?.verdict === "acceptable" ? "grab" : "refuse", refusal: ranked?.refusal }).toEqual({
          verdict: expected,
          refusal: expected === "grab" ? null : expect.stringMatching(/^[A-Z].+\.$/u),
        });
      });
    }
  });
}
