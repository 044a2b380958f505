import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { searchReleases } from "../requests/search-releases.ts";
import { only, startTorznabFake, type TorznabFake } from "../testing/fakes/torznab.ts";
import { startTestApp } from "../testing/test-app.ts";
import { makeTorrent } from "../testing/fakes/torznab.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let second: TorznabFake;
const settingsOf = (fake: TorznabFake, name: string) => ({
  [`indexer.${name}.type`]: "torznab",
  [`indexer.${name}.url`]: fake.feedUrl,
  [`indexer.${name}.api_key`]: fake.apiKey,
});
beforeAll(async () => {
  second = await startTorznabFake();
  world = await startWorld({ settings: settingsOf(second, "mam") });
});
afterAll(async () => {
  await world.close();
  await second.close();
});
beforeEach(() => {
  world.indexer.releases = second.releases = [];
});

const searchesOf = (fake: TorznabFake) => fake.requests.filter(only.search).length;
const note = (request: any) => request.events.find(({ message }: any) => message.startsWith("Not every"))?.message;
/** What each indexer had to say, as the history of the search's job has it. */
async function answersOf({ id }: { id: string }): Promise<any[]> {
  const isDone = ({ type, status }: any) => type === "search_indexers" && status === "COMPLETED";
  const { jobs } = await world.sees(id, ({ jobs }) => expect(jobs.some(isDone)).toBe(true));
  return jobs.find(isDone).result.indexers;
}

describe("search_indexers, with several indexers", () => {
  it("asks all of them, and takes the best of what they have together", async () => {
    world.indexer.releases = [release("Mary Shelley - Frankenstein [MP3]", { seeders: 1 })];
    second.releases = [release("Mary Shelley - Frankenstein [M4B]", { seeders: 50 })];
    const request = await world.reaches(await world.request("Frankenstein", "Mary Shelley"), "DOWNLOADING");
    expect(request.releases).toHaveLength(2);
    expect(request.downloads).toMatchObject([{ torrentName: "Mary Shelley - Frankenstein [M4B]" }]);
    expect(await answersOf(request)).toEqual([
      { name: "Torznab", found: 1, failure: null, restsUntil: null },
      { name: "mam", found: 1, failure: null, restsUntil: null },
    ]);
  });

  it("keeps one of a torrent that two of them list: that of the preferred one", async () => {
    const torrent = makeTorrent("Dracula");
    const infoHash = "ab".repeat(20);
    world.indexer.releases = [release("Bram Stoker - Dracula [M4B]", { torrent, infoHash, indexerName: "First" })];
    second.releases = [release("Bram Stoker - Dracula M4B", { torrent, infoHash, indexerName: "Second" })];
    await world.configure({ "indexer.mam.priority": "1" });
    const request = await world.reaches(await world.request("Dracula", "Bram Stoker"), "DOWNLOADING");
    expect(request.releases).toMatchObject([{ torrentName: "Bram Stoker - Dracula M4B" }]);
    await world.configure({ "indexer.mam.priority": null });
  });

  it("goes on with the others when one fails, and tells which", async () => {
    second.fault({ status: 500 }, { only: only.search });
    world.indexer.releases = [release("Jane Austen - Emma [M4B]")];
    const request = await world.reaches(await world.request("Emma", "Jane Austen"), "DOWNLOADING");
    expect(note(request)).toMatch(/^Not every indexer answered\. mam: .*\(500\)/);
    expect(await answersOf(request)).toMatchObject(
      [{ failure: null }, { name: "mam", found: 0, failure: /500/ }].map((each) =>
        each.failure ? { ...each, failure: expect.stringMatching(each.failure) } : each,
      ),
    );
  });

  it("waits with no_release_found when those that answer do not have it, as long as ever", async () => {
    await world.configure({ "automation.check_interval_seconds": "600" });
    const id = await world.request("Middlemarch", "George Eliot");
    await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    second.fault({ status: 500 }, { only: only.search });
    await world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
    const request = await world.sees(id, (request) => {
      expect(request).toMatchObject({ searchAttempts: 2, blocker: { kind: "NO_RELEASE_FOUND" } });
    });
    // Not all have been asked: the pause does not grow.
    expect((Date.parse(request.blocker.nextTryAt) - Date.now()) / 1000).toBeLessThan(610);
    expect(note(request)).toContain("mam: ");
  });

  it("waits with indexers_unavailable when all fail, and names each", async () => {
    world.indexer.fault("dropped", { only: only.search });
    second.fault({ status: 503 }, { only: only.search });
    const id = await world.request("Walden", "Henry David Thoreau");
    const { blocker } = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("INDEXERS_UNAVAILABLE"));
    expect(blocker.message).toMatch(/Torznab: .*broke the connection off.* mam: .*\(503\)/);
  });

  it("lets one rest that asks for it, in every process and after a restart", async () => {
    second.fault({ status: 429, headers: { "retry-after": "3000" } }, { only: only.search });
    world.indexer.releases = [release("Leo Tolstoy - Resurrection [M4B]"), release("Leo Tolstoy - Childhood [M4B]")];
    await world.reaches(await world.request("Resurrection", "Leo Tolstoy"), "DOWNLOADING");
    const asked = searchesOf(second);
    const request = await world.reaches(await world.request("Childhood", "Leo Tolstoy"), "DOWNLOADING");
    expect((await answersOf(request))[1]).toMatchObject({
      name: "mam",
      failure: expect.stringContaining("3000 seconds"),
    });
    const another = await startTestApp({ database: world.database, admin: world.admin, dataDir: world.dataDir });
    try {
      const book = { title: "Boyhood", author: "Leo Tolstoy", narrator: null, durationMinutes: null };
      const { answers } = await searchReleases(another.makeContext(), book, AbortSignal.timeout(10_000));
      expect(answers).toMatchObject([{ failure: null }, { name: "mam", restsUntil: expect.any(Date) }]);
    } finally {
      await another.close();
    }
    expect(searchesOf(second)).toBe(asked);
    await world.sql("update indexer_rests set until = now()");
    await world
      .request("Boyhood", "Leo Tolstoy")
      .then((id) => world.sees(id, ({ jobs }) => expect(jobs[0].status).toBe("COMPLETED")));
    expect(searchesOf(second)).toBeGreaterThan(asked);
  });

  it("does not ask one that is switched off, and none that is taken out", async () => {
    await world.configure({ "indexer.mam.enabled": "false" });
    const asked = searchesOf(second);
    // Found by two questions, and still one release.
    world.indexer.releases = [release("James Joyce - Ulysses (Abridged) [MP3]")];
    const id = await world.request("Ulysses", "James Joyce");
    const request = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    expect(await answersOf(request)).toMatchObject([{ name: "Torznab", found: 1 }]);
    expect(searchesOf(second)).toBe(asked);
    await world.configure({ "indexer.mam.enabled": null, "indexer.mam.type": null });
    const { configuration } = await world.admin.ask(`{ configuration(category: INDEXER) { key } }`);
    expect(configuration.filter(({ key }: any) => key.startsWith("indexer.mam."))).toEqual([]);
    await world.configure(settingsOf(second, "mam"));
  });
});

describe("the settings of a further indexer", () => {
  it("are listed as those of the first are, and its key is as secret", async () => {
    const { configuration } = await world.admin.ask(
      `{ configuration(category: INDEXER) { key label value isSet encrypted forTypes options } }`,
    );
    const find = (key: string) => configuration.find((each: any) => each.key === key);
    expect(find("indexer.mam.url")).toMatchObject({ label: "Address (mam)", value: second.feedUrl });
    expect(find("indexer.mam.api_key")).toMatchObject({ isSet: true, encrypted: true, value: null });
    expect(find("indexer.mam.enabled")).toMatchObject({ value: "true", isSet: true });
    expect(find("indexer.mam.type").options).toEqual(find("indexer.type").options);
  });

  it("are checked as those of the first are", async () => {
    const set = `mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`;
    const wrong = ["indexer.mam.url", "indexer.MAM.type", "indexer.a b.type", "indexer.mam.nothing", "catalog.x.type"];
    const { errors } = await world.admin.send(set, { input: wrong.map((key) => ({ key, value: "gopher:x" })) });
    expect(Object.keys(errors![0]!.extensions["fields"] as object)).toEqual(wrong);
  });

  it("can be tried by name, before they are saved and after", async () => {
    const test = `mutation ($input: TestIntegrationInput!) { testIntegration(input: $input) { ok message } }`;
    const attempt = async (input: object) =>
      (await world.admin.ask(test, { input: { kind: "INDEXER", ...input } })).testIntegration;
    expect(await attempt({ name: "mam" })).toMatchObject({ ok: true });
    const settings = Object.entries(settingsOf(second, "abb")).map(([key, value]) => ({ key, value }));
    expect(await attempt({ name: "abb", settings })).toMatchObject({ ok: true });
    const wrongKey = settings.map((each) => (each.key.endsWith("api_key") ? { ...each, value: "wrong" } : each));
    expect(await attempt({ name: "abb", settings: wrongKey })).toMatchObject({
      ok: false,
      message: expect.stringContaining("key"),
    });
    expect(await attempt({ name: "abb" })).toMatchObject({ ok: false, message: "No indexer is chosen." });
  });
});
