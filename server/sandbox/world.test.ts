import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAudioTags } from "../integrations/audio-tags.ts";
import { sandbox as sandboxCatalog } from "../integrations/catalogs/sandbox.ts";
import type { DownloadClient } from "../integrations/download-clients/download-client.ts";
import {
  makeTestPlace,
  openTestClient,
  removeTestPlace,
} from "../integrations/download-clients/embedded-test-place.ts";
import type { Indexer } from "../integrations/indexers/indexer.ts";
import { fetchReleaseLink } from "../integrations/indexers/release-link.ts";
import { torznab } from "../integrations/indexers/torznab.ts";
import { createHttpClient, withConfiguredOrigins } from "../integrations/http-client.ts";
import { rankReleases } from "../releases/rank-releases.ts";
import { eventually } from "../testing/eventually.ts";
import { makeIntegrationRuntime } from "../testing/integration-runtime.ts";
import { sampleBooks } from "./books.ts";
import { measureBook } from "./shelf.ts";
import { startSandbox, type Sandbox } from "./world.ts";

const { signal } = new AbortController();
const plain = createHttpClient({ userAgent: "ReadMeABook/test" });

describe("the sandbox", () => {
  let folder: string;
  let world: Sandbox;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    world = await startSandbox({ dataDir: join(folder, "world"), speed: 20 });
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  const openIndexer = (apiKey = world.apiKey): Promise<Indexer> =>
    torznab.open({ url: world.indexerUrl, api_key: apiKey, categories: "3030" }, makeIntegrationRuntime());
  const openCatalog = () => sandboxCatalog.open({ url: world.catalogUrl }, makeIntegrationRuntime());

  it("has an indexer that the Torznab adapter takes for one", async () => {
    const { message } = await (await openIndexer()).check(signal);
    expect(message).toBe("Answers as Sandbox indexer, and is searched in these categories: 3030.");
  });

  it("asks for the indexer's key, for torrents too", async () => {
    await expect((await openIndexer("wrong")).check(signal)).rejects.toThrow("refused the API key");
    expect((await fetch(`${world.indexerUrl}/download/0?apikey=wrong`)).status).toBe(401);
    expect((await fetch(`${world.indexerUrl}/download/999?apikey=${world.apiKey}`)).status).toBe(404);
  });

  it("lists its books in the catalog, with covers that can be fetched", async () => {
    const catalog = await openCatalog();
    const { entries, hasNextPage } = await catalog.search("", 1, signal);
    expect(entries.map(({ audibleId }) => audibleId)).toEqual(world.books.map(({ audibleId }) => audibleId));
    expect(hasNextPage).toBe(false);
    for (const { coverArtUrl } of entries) {
      const answer = await fetch(coverArtUrl!);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    }
  });

  it.each([
    ["wells", ["SANDBOX002", "SANDBOX003"]],
    ["alice wonder", ["SANDBOX001"]],
    ["nothing of the kind", []],
  ])("finds books by words: %s", async (query, ids) => {
    const { entries } = await (await openCatalog()).search(query, 1, signal);
    expect(entries.map(({ audibleId }) => audibleId)).toEqual(ids);
  });

  it("describes one book by its id, and none that it has not", async () => {
    const catalog = await openCatalog();
    expect(await catalog.find("SANDBOX004", signal)).toMatchObject({
      title: "A Study in Scarlet",
      author: "Arthur Conan Doyle",
    });
    expect(await catalog.find("SANDBOX999", signal)).toBeNull();
  });

  it("offers of every book what the ranking takes, and four guises that it refuses", async () => {
    const indexer = await openIndexer();
    for (const book of world.books) {
      const ranked = rankReleases(book, await indexer.search({ title: book.title, author: book.author }, signal));
      const acceptable = ranked.filter(({ verdict }) => verdict === "acceptable").map(({ release }) => release.title);
      expect(acceptable).toEqual(book.releases.slice(0, -4).map(({ name }) => name));
      expect(
        ranked
          .map(({ refusal }) => refusal)
          .filter(Boolean)
          .sort(),
      ).toEqual([
        "It is a summary or study guide, not the book.",
        "It is abridged.",
        "It is an e-book, not a recording.",
        "It is in German.",
      ]);
    }
  });

  it("ranks a release that nobody has above the one that is alive", async () => {
    const book = world.books.find(({ audibleId }) => audibleId === "SANDBOX005")!;
    const [best, next] = rankReleases(book, await (await openIndexer()).search({ title: book.title }, signal));
    const isSeeded = ({ title }: { title: string }) =>
      book.releases.find(({ name }) => name === title)!.seed !== undefined;
    expect([best!.release, next!.release].map(isSeeded)).toEqual([false, true]);
  });

  it("has recordings as long as its catalog says", async () => {
    for (const { folder, durationMinutes } of world.books) {
      expect(Math.round((await measureBook(join(sampleBooks, folder))) / 60)).toBe(durationMinutes);
    }
  });

  describe("its swarm", () => {
    let place: Awaited<ReturnType<typeof makeTestPlace>>;
    let client: DownloadClient;
    beforeAll(async () => {
      place = await makeTestPlace();
      client = await openTestClient(place);
    });
    afterAll(async () => {
      await client.close();
      await removeTestPlace(place);
    });

    it("brings every seeded release to the embedded client, playable and as it was", async () => {
      const indexer = await openIndexer();
      const hashes = new Map<string, string>();
      for (const book of world.books) {
        const releases = await indexer.search({ title: book.title }, signal);
        const seeded = book.releases.find(({ seed }) => seed)!;
        const release = releases.find(({ title }) => title === seeded.name)!;
        const http = withConfiguredOrigins(plain, async () => new Set([new URL(world.indexerUrl).origin]));
        const source = await fetchReleaseLink(release, http, signal);
        await client.add(source, signal);
        hashes.set(book.folder, source.infoHash);
      }
      const downloads = await eventually(async () => {
        const all = await client.list(signal);
        expect(all.map(({ status }) => status)).toEqual(world.books.map(() => "completed"));
        return all;
      });
      const pathOf = (folder: string): string => downloads.find(({ id }) => id === hashes.get(folder))!.contentPath!;
      const disc = join("CD2", "01.mp3");
      expect(await readFile(join(pathOf("the-war-of-the-worlds"), disc))).toEqual(
        await readFile(join(sampleBooks, "the-war-of-the-worlds", disc)),
      );
      expect(await readAudioTags(pathOf("alice-in-wonderland"))).toMatchObject({
        album: "Alice's Adventures in Wonderland",
        author: "Lewis Carroll",
        narrator: "Sandbox Voice",
        hasCover: true,
        chapterCount: 2,
      });
      expect(await readAudioTags(join(pathOf("the-war-of-the-worlds"), disc))).toMatchObject({
        discNumber: 2,
        trackNumber: 1,
      });
    });
  });

  it("leaves nothing behind when it cannot start", async () => {
    const occupied = join(folder, "occupied");
    await mkdir(occupied);
    await writeFile(join(occupied, "seeds"), "a file where its folder should be");
    await expect(startSandbox({ dataDir: occupied })).rejects.toThrow("EEXIST");
  });
});
