import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { only } from "../testing/fakes/torznab.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ settings: { "automation.check_interval_seconds": "600" } });
});
afterAll(() => world.close());
beforeEach(() => {
  world.indexer.releases = [];
});

const retry = (id: string) => world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
const waitsWith = (id: string, kind: string) =>
  world.sees(id, (request) => expect(request).toMatchObject({ status: "PENDING", blocker: { kind } }));
const secondsUntil = (time: string) => (Date.parse(time) - Date.now()) / 1000;
/** A changed setting wakes every request that waits: the searches of other tests go on beside those that one looks at. */
const isFor = (words: RegExp) => (url: URL) => only.search(url) && words.test(url.searchParams.get("q") ?? "");
const searchesFor = (words: RegExp) =>
  world.indexer.requests.filter(isFor(words)).map((url) => url.searchParams.get("q"));

describe("search_indexers", () => {
  it("stores every candidate with its score, the reasons and the verdict, and takes the best acceptable one", async () => {
    world.indexer.releases = [
      release("Mary Shelley - Frankenstein [MP3]", { seeders: 2 }),
      release("Mary Shelley - Frankenstein [M4B]", { seeders: 90 }),
      release("Mary Shelley - Frankenstein (Abridged) [M4B]"),
    ];
    const request = await world.reaches(await world.request("Frankenstein", "Mary Shelley"), "DOWNLOADING");
    const byName = request.releases.toSorted((a: any, b: any) => b.torrentName.localeCompare(a.torrentName));
    expect(byName).toMatchObject([
      { torrentName: "Mary Shelley - Frankenstein [MP3]", verdict: "ACCEPTABLE", selected: false, refusal: null },
      { torrentName: "Mary Shelley - Frankenstein [M4B]", verdict: "ACCEPTABLE", selected: true, refusal: null },
      { verdict: "REFUSED", selected: false, refusal: expect.stringContaining("abridged") },
    ]);
    for (const each of request.releases) {
      expect(each.scoreReasons.length).toBeGreaterThan(0);
      const sum = each.scoreReasons.reduce((total: number, { points }: any) => total + points, 0);
      expect(sum).toBe(each.qualityScore);
    }
  });

  it("seals the links: neither the database nor any answer shows them", async () => {
    const magnetLink = `magnet:?xt=urn:btih:${"ab".repeat(20)}&tr=http://127.0.0.1:9/passkey-7777/announce`;
    world.indexer.releases = [release("Bram Stoker - Dracula [M4B]", { magnetLink })];
    const id = await world.request("Dracula", "Bram Stoker");
    await world.reaches(id, "DOWNLOADING");
    const [row] = await world.sql("select torrent_url, magnet_link from download_history where request_id = $1", [id]);
    expect(row.torrent_url).toMatch(/^enc:v1:/);
    expect(row.magnet_link).toMatch(/^enc:v1:/);
    const [dump] = await world.sql(
      "select (select string_agg(d::text, '') from download_history d) || (select string_agg(j::text, '') from jobs j) || (select string_agg(b::text, '') from pgboss.job b) as text",
    );
    const answer = JSON.stringify(await world.look(id));
    for (const secret of [world.indexer.apiKey, "passkey-7777"]) {
      expect(dump.text).not.toContain(secret);
      expect(answer).not.toContain(secret);
    }
  });

  it("waits while no indexer is set up, and goes on by itself once there is one", async () => {
    await world.configure({ "indexer.type": null });
    const id = await world.request("Emma", "Jane Austen");
    const waiting = await waitsWith(id, "NO_INDEXER_CONFIGURED");
    expect(waiting.blocker.message).toContain("Settings");
    expect(secondsUntil(waiting.blocker.nextTryAt)).toBeGreaterThan(500);
    world.indexer.releases = [release("Jane Austen - Emma [M4B]")];
    await world.configure({ "indexer.type": "torznab" });
    await world.reaches(id, "DOWNLOADING");
  });

  it("waits when no indexer has the book, longer after each search", async () => {
    const id = await world.request("Middlemarch", "George Eliot");
    const first = await waitsWith(id, "NO_RELEASE_FOUND");
    expect(secondsUntil(first.blocker.nextTryAt)).toBeCloseTo(600, -2);
    await retry(id);
    const second = await world.sees(id, (request) => {
      expect(request).toMatchObject({ status: "PENDING", searchAttempts: 2, blocker: { kind: "NO_RELEASE_FOUND" } });
    });
    expect(secondsUntil(second.blocker.nextTryAt)).toBeCloseTo(1200, -2);
  });

  it("waits, and says so, when none of what was found may be taken by itself", async () => {
    world.indexer.releases = [release("Herman Melville - Moby Dick (Abridged) [MP3]")];
    const id = await world.request("Moby Dick", "Herman Melville");
    const request = await waitsWith(id, "NO_RELEASE_FOUND");
    expect(request.blocker.message).toMatch(/None of the 1 releases/);
    expect(request.releases).toMatchObject([{ verdict: "REFUSED" }]);
  });

  it("leaves an indexer alone for as long as it asks", async () => {
    world.indexer.fault({ status: 429, headers: { "retry-after": "3000" } }, { only: isFor(/Walden/) });
    const id = await world.request("Walden", "Henry David Thoreau");
    const { blocker } = await waitsWith(id, "INDEXERS_UNAVAILABLE");
    expect(blocker.message).toContain("3000 seconds");
    expect(secondsUntil(blocker.nextTryAt)).toBeGreaterThan(2900);
    await world
      .request("Civil Disobedience", "Henry David Thoreau")
      .then((id) => waitsWith(id, "INDEXERS_UNAVAILABLE"));
    expect(searchesFor(/Civil/)).toEqual([]);
    // Its settings are others now: it is asked again.
    await world.configure({ "indexer.categories": "3030" });
    await waitsWith(id, "NO_RELEASE_FOUND");
  });

  for (const [fault, sentence] of [
    ["server_error", /problem of its own \(500\)/],
    ["malformed", /damaged document/],
    ["html", /web page|sent something/i],
    ["dropped", /broke the connection off/],
  ] as const)
    it(`waits when the indexer's answer is ${fault}, and recovers when it is tried again`, async () => {
      world.indexer.releases = [release(`Jules Verne - Voyage ${fault} [M4B]`)];
      world.indexer.fault(fault, { only: isFor(new RegExp(fault.replace("_", "."), "i")) });
      const id = await world.request(`Voyage ${fault}`, "Jules Verne");
      const { blocker } = await waitsWith(id, "INDEXERS_UNAVAILABLE");
      expect(blocker.message).toMatch(sentence);
      expect(secondsUntil(blocker.nextTryAt)).toBeCloseTo(600, -2);
      await retry(id);
      await world.reaches(id, "DOWNLOADING");
    });

  it("does not look for a book that is not out yet, and says when it is", async () => {
    const id = await world.request("The Winds of Winter", "George R. R. Martin");
    await waitsWith(id, "NO_RELEASE_FOUND");
    const asked = searchesFor(/Winds/);
    expect(asked).toHaveLength(2);
    const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    await world.sql("update audiobooks set release_date = $1 where title = 'The Winds of Winter'", [day]);
    await retry(id);
    const { blocker } = await waitsWith(id, "NOT_RELEASED_YET");
    expect(blocker).toMatchObject({ message: expect.stringContaining(day), nextTryAt: `${day}T00:00:00.000Z` });
    expect(searchesFor(/Winds/)).toEqual(asked);
    await world.sql("update audiobooks set release_date = current_date where title = 'The Winds of Winter'");
    await retry(id);
    await waitsWith(id, "NO_RELEASE_FOUND");
  });

  it("takes nothing by itself that fewer seed than the owner asks for", async () => {
    await world.configure({ "automation.minimum_seeders": "5" });
    world.indexer.releases = [release("Ovid - Metamorphoses [M4B]", { seeders: 4 })];
    const id = await world.request("Metamorphoses", "Ovid");
    expect((await waitsWith(id, "NO_RELEASE_FOUND")).releases).toMatchObject([
      { verdict: "REFUSED", refusal: expect.stringContaining("5 seeders") },
    ]);
    await world.configure({ "automation.minimum_seeders": null });
    await retry(id);
    await world.reaches(id, "DOWNLOADING");
  });

  it("brings the candidates of an earlier search up to date, each in its one row", async () => {
    const one = release("Leo Tolstoy - War and Peace (Abridged) [MP3]", { seeders: 1 });
    world.indexer.releases = [one];
    const id = await world.request("War and Peace", "Leo Tolstoy");
    await waitsWith(id, "NO_RELEASE_FOUND");
    world.indexer.releases = [{ ...one, seeders: 44 }, release("Leo Tolstoy - War and Peace [Abridged] [M4B]")];
    await retry(id);
    const request = await world.sees(id, ({ releases }) => expect(releases).toHaveLength(2));
    const rows = await world.sql("select torrent_name, seeders from download_history where request_id = $1", [id]);
    expect(rows).toContainEqual({ torrent_name: one.title, seeders: 44 });
    expect(new Set(request.releases.map((each: any) => each.torrentName)).size).toBe(2);
  });

  it("asks for author and title first, and for the title alone when that brings nothing to take", async () => {
    world.indexer.releases = [release("Ulysses [M4B]", { bookTitle: "Ulysses" })];
    const id = await world.request("Ulysses", "James Joyce");
    await world.sees(id, ({ releases }) => expect(releases).toHaveLength(1));
    expect(searchesFor(/Ulysses/)).toEqual(["Ulysses James Joyce", "Ulysses"]);
    await waitsWith(await world.request("The Castle: A Strange Novel", "Franz Kafka"), "NO_RELEASE_FOUND");
    expect(searchesFor(/Kafka|Strange/)).toEqual([
      "The Castle A Strange Novel Franz Kafka",
      "The Castle Franz Kafka",
      "The Castle A Strange Novel",
    ]);
    world.indexer.releases = [release("Franz Kafka - The Trial [M4B]")];
    await world.reaches(await world.request("The Trial", "Franz Kafka"), "DOWNLOADING");
    expect(searchesFor(/Trial/)).toEqual(["The Trial Franz Kafka"]);
  });

  it("takes a candidate of the last day before it asks again, and not one that is older", async () => {
    world.indexer.releases = [
      release("Homer - The Odyssey [M4B]", { seeders: 50 }),
      release("Homer - The Odyssey [MP3]", { seeders: 5 }),
    ];
    const id = await world.request("The Odyssey", "Homer");
    await world.reaches(id, "DOWNLOADING");
    const cancelAndAskAgain = async () => {
      await world.admin.ask(`mutation { cancelRequest(input: { id: "${id}" }) { id } }`);
      expect(await world.request("The Odyssey", "Homer")).toBe(id);
      return world.reaches(id, "DOWNLOADING");
    };
    const before = searchesFor(/Odyssey/);
    const again = await cancelAndAskAgain();
    expect(again.releases.find((each: any) => each.selected).torrentName).toBe("Homer - The Odyssey [M4B]");
    expect(searchesFor(/Odyssey/)).toEqual(before);
    await world.sql("update download_history set found_at = now() - interval '25 hours' where request_id = $1", [id]);
    await cancelAndAskAgain();
    expect(searchesFor(/Odyssey/).length).toBeGreaterThan(before.length);
  });

  it("drops what it found when a person has chosen a release meanwhile", async () => {
    world.indexer.releases = [release("Virgil - The Aeneid (Abridged) [MP3]")];
    const id = await world.request("The Aeneid", "Virgil");
    const waiting = await waitsWith(id, "NO_RELEASE_FOUND");
    world.indexer.releases.push(release("Virgil - The Aeneid [M4B]"));
    world.searchGate.shut();
    await retry(id);
    await eventually(() => expect(world.searchGate.waiting).toBe(1));
    const [found] = waiting.releases;
    await world.admin.ask(`mutation { selectRelease(input: { requestId: "${id}", releaseId: "${found.id}" }) { id } }`);
    world.searchGate.open();
    const request = await world.sees(id, ({ jobs }) =>
      expect(jobs).toContainEqual(expect.objectContaining({ type: "search_indexers", result: { stale: true } })),
    );
    expect(request).toMatchObject({ status: "DOWNLOADING", blocker: null });
    expect(request.downloads).toMatchObject([{ torrentName: found.torrentName }]);
  });
});
