import { expect, it } from "vitest";
import { shielded } from "./shielded.ts";

it("hides the key that an indexer repeats in a release's name, and keeps it in its link and short words in the name", async () => {
  const [key, word] = ["canary-of-a-long-key", "Dragon"];
  const link = `http://a.example/?key=${key}`;
  const release = {
    title: `The Dragon ${key}`,
    indexerName: `At ${key}`,
    bookTitle: "Dragon",
    author: null,
    torrentUrl: link,
  };
  const port = shielded({ search: async () => [release] }, [key, word]);
  expect(await port.search()).toEqual([{ ...release, title: "The Dragon …", indexerName: "At …" }]);
});
