/** Runs over a folder of feeds recorded from real indexers, when RECORDED_FEEDS names one. They are not ours to commit. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { UpstreamRejectedError } from "../../errors.ts";
import { readCapabilities, readReleases } from "./torznab-document.ts";
import { readTorznabDocument } from "./torznab-xml.ts";

const folder = process.env.RECORDED_FEEDS;

it.runIf(folder)("takes each recorded feed, or refuses it in a sentence", async () => {
  const files = globSync("**/*.{xml,json}", { cwd: folder });
  expect(files).not.toEqual([]);
  for (const file of files) {
    const bytes = readFileSync(join(folder ?? "", file));
    const expected = bytes.includes("<caps") ? "caps" : "rss";
    try {
      const answer = { status: 200, headers: new Headers(), bytes, text: () => "", json: () => null };
      const root = await readTorznabDocument(answer, expected, "");
      if (expected === "caps") expect(readCapabilities(root).categories, file).not.toEqual([]);
      for (const release of readReleases(root, new URL("http://indexer.example/api"), "fallback")) {
        expect(release.torrentUrl ?? release.magnetLink, file).toMatch(/^(https?|magnet):/);
      }
    } catch (error) {
      expect(error, file).toBeInstanceOf(UpstreamRejectedError);
      expect((error as Error).message, file).toMatch(/^The Torznab indexer .*\.$/);
    }
  }
});
