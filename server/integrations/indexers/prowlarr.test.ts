import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { startProwlarrFake, type ProwlarrFake, type ProwlarrRelease } from "../../testing/fakes/prowlarr.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { describeIndexer } from "./indexer.contract.ts";
import { prowlarr, type ProwlarrSettings } from "./prowlarr.ts";
import { indexers } from "./registry.ts";

const { signal } = new AbortController();
const HASH = "0123456789abcdef0123456789abcdef01234567";

describeIndexer("Prowlarr", async () => {
  const vendor = await startProwlarrFake();
  const settings = { url: vendor.url, api_key: vendor.apiKey, categories: "3030", indexer_ids: "" };
  const badRequest = { message: `${vendor.apiKey} is no search` };
  return {
    adapter: prowlarr,
    vendor,
    settings,
    settingsWithWrongKey: { ...settings, api_key: "wrong" },
    reportedErrors: [
      {
        answer: { status: 400, body: JSON.stringify(badRequest) },
        type: "rejected",
        sentence: "refused the search (400)",
      },
      {
        answer: { status: 400, body: '{"message":"Search failed due to all selected indexers being unavailable"}' },
        type: "unavailable",
        sentence: "can be asked at the moment",
      },
      { answer: { status: 403 }, type: "rejected", sentence: "refused the API key or password (403)" },
      { answer: { status: 404, body: "{}" }, type: "rejected", sentence: "nothing at this address (404)" },
      { answer: { body: '{"releases":[]}' }, type: "rejected", sentence: "not a list of releases" },
      { answer: { status: 503 }, type: "unavailable", sentence: "a problem of its own (503)" },
    ],
  };
});

describe("prowlarr", () => {
  let fake: ProwlarrFake;
  beforeEach(async () => void (fake = await startProwlarrFake()));
  afterEach(() => fake.close());

  const open = (settings: Partial<ProwlarrSettings> = {}, timeoutMs?: number) =>
    prowlarr.open(
      { url: fake.url, api_key: fake.apiKey, categories: "3030", indexer_ids: "", ...settings },
      makeIntegrationRuntime(timeoutMs),
    );
  const searchFor = async (release: ProwlarrRelease) => {
    fake.releases = [release];
    return (await open()).search({ title: "Dune" }, signal);
  };
  const failure = (promise: Promise<unknown>): Promise<Error & { facts?: object }> =>
    promise.then(
      () => expect.unreachable("it was expected to fail"),
      (reason) => reason,
    );
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

  it("is in the registry under its name", () => {
    expect(indexers.prowlarr).toBe(prowlarr);
  });

  it("asks all torrent indexers by words, one key a category, and sends its key as a header only", async () => {
    fake.releases = [{ title: "Mistborn The Final Empire - Sanderson", author: "Brandon Sanderson" }];
    const query = { title: "Mistborn: The Final Empire (Unabridged)", author: "Brandon Sanderson, Michael Kramer" };
    expect(await (await open({ categories: "3030, 3010" })).search(query, signal)).toHaveLength(1);
    expect(fake.requests.map(({ pathname, search }) => pathname + search)).toEqual([
      "/api/v1/search?query=Mistborn+The+Final+Empire+Brandon+Sanderson&type=search&categories=3030&categories=3010&indexerIds=-2&limit=100&offset=0",
      "/api/v1/indexer",
    ]);
  });

  it("asks only the indexers and categories that are chosen", async () => {
    fake.indexers = [1, 4, 7].map((id) => ({ id, name: `Tracker ${id}` }));
    fake.releases = [1, 4, 7].map((id) => ({ title: `Dune ${id}`, indexerName: `Tracker ${id}` }));
    const found = await (await open({ indexer_ids: "1, 7", categories: "" })).search({ title: "Dune" }, signal);
    expect(found.map(({ indexerName }) => indexerName)).toEqual(["Tracker 1", "Tracker 7"]);
    expect(fake.requests[0]?.searchParams.getAll("indexerIds")).toEqual(["1", "7"]);
    expect(fake.requests[0]?.searchParams.has("categories")).toBe(false);
  });

  it("says of each release which priority its indexer has, and asks for these once for several searches", async () => {
    fake.indexers = [
      { id: 4, name: "First", priority: 1 },
      { id: 7, name: "Ordinary" },
    ];
    fake.releases = ["First", "Ordinary"].map((indexerName) => ({ title: `Dune ${indexerName}`, indexerName }));
    const indexer = await open();
    for (let times = 0; times < 3; times += 1) {
      const found = await indexer.search({ title: "Dune" }, signal);
      expect(found.map(({ indexerPriority }) => indexerPriority)).toEqual([1, 25]);
    }
    expect(fake.requests.filter(({ pathname }) => pathname === "/api/v1/indexer")).toHaveLength(1);
  });

  it.each(["server_error", "rate_limited", "html", "silent", { body: "{}" }] as const)(
    "searches without priorities when the list of indexers answers %j, and asks for it again the next time",
    async (fault) => {
      fake.releases = [{ title: "Dune" }];
      const indexer = await open({}, 500);
      fake.fault(fault, { only: ({ pathname }) => pathname === "/api/v1/indexer" });
      for (const indexerPriority of [null, 25])
        expect(await indexer.search({ title: "Dune" }, signal)).toMatchObject([{ indexerPriority }]);
    },
  );

  it("stops when the caller gives up while the priorities are asked for", async () => {
    fake.releases = [{ title: "Dune" }];
    fake.fault("silent", { only: ({ pathname }) => pathname === "/api/v1/indexer" });
    const controller = new AbortController();
    const reason = new Error("shutting down");
    const search = (await open()).search({ title: "Dune" }, controller.signal);
    setTimeout(() => controller.abort(reason), 50);
    await expect(search).rejects.toBe(reason);
  });

  it("takes a link to itself for what leads to a magnet link", async () => {
    const [found] = await searchFor({ title: "Dune", magnetLink: `magnet:?xt=urn:btih:${HASH}`, infoHash: HASH });
    expect(found).toMatchObject({ magnetLink: null, infoHash: HASH, sizeBytes: null, publishedAt: null });
    expect(found?.torrentUrl).toBe(`${fake.url}/1/download?apikey=${fake.apiKey}&link=0`);
  });

  it("takes a magnet link for one wherever it stands, and never for an id", async () => {
    const magnet = `magnet:?xt=urn:btih:${HASH.toUpperCase()}&tr=http://t.example/passkey`;
    const [found] = await searchFor({ title: "Dune", guid: magnet });
    expect(found).toMatchObject({ guid: HASH, magnetLink: magnet, infoHash: HASH });
  });

  it("leaves out Usenet, and what has no link or no name", async () => {
    const base = { guid: "g", protocol: "torrent", downloadUrl: "/1/download?link=1" };
    const releases = [
      { ...base, title: "Kept", protocol: 2, size: "12", seeders: "3", categories: [3030, { id: "3010" }, null] },
      { ...base, title: "Usenet", protocol: "usenet" },
      { ...base, title: "Usenet, too", protocol: 1 },
      { ...base, title: "No link", downloadUrl: null, magnetUrl: "ftp://x/" },
      { ...base, title: " " },
      { ...base },
      "not a release",
    ];
    fake.fault({ body: JSON.stringify(releases) });
    expect(await (await open()).search({ title: "x" }, signal)).toEqual([
      {
        guid: "g",
        title: "Kept",
        indexerName: "Prowlarr",
        indexerPriority: null,
        sizeBytes: 12,
        seeders: 3,
        leechers: null,
        publishedAt: null,
        torrentUrl: `${fake.url}/1/download?link=1`,
        magnetLink: null,
        infoHash: null,
        categories: [3030, 3010],
        downloadVolumeFactor: null,
        minimumRatio: null,
        minimumSeedSeconds: null,
        bookTitle: null,
        author: null,
        language: null,
      },
    ]);
  });

  it.each([
    [["freeleech"], 0],
    [["internal", "FreeLeech"], 0],
    [[1], 0],
    [["halfleech"], 0.5],
    [[2], 0.5],
    [["neutralleech", 8], null],
    [[], null],
  ])("reads the flags %j as a weight of %j", async (indexerFlags, downloadVolumeFactor) => {
    expect(await searchFor({ title: "Dune", indexerFlags })).toMatchObject([{ downloadVolumeFactor }]);
  });

  it("does not believe that there is nothing when every indexer that was asked has failed", async () => {
    fake.indexers = [
      { id: 1, name: "First", restsUntil: inSeconds(300) },
      { id: 2, name: "Second", restsUntil: inSeconds(60) },
      { id: 3, name: "Usenet", protocol: "usenet" },
      { id: 4, name: "Off", enable: false },
      { id: 5, name: "Films", categories: [2000] },
    ];
    // A search during which they fail answers an empty list; the next ones answer 400.
    fake.fault({ body: "[]" });
    for (let times = 0; times < 2; times += 1) {
      const error = await failure((await open()).search({ title: "Dune" }, signal));
      expect(error).toBeInstanceOf(UpstreamUnavailableError);
      expect(error.message).toContain("First, Second failed");
      expect(error.facts).toMatchObject({ retryAfterSeconds: expect.closeTo(60, -1) });
    }
  });

  it("believes that there is nothing when one indexer has answered", async () => {
    fake.indexers = [
      { id: 1, name: "First", restsUntil: inSeconds(300) },
      { id: 2, name: "Second", restsUntil: inSeconds(-5) },
      { id: 3, name: "Third" },
    ];
    expect(await (await open()).search({ title: "Dune" }, signal)).toEqual([]);
    await expect((await open({ indexer_ids: "1" })).search({ title: "Dune" }, signal)).rejects.toThrow("First failed");
  });

  it.each([
    ["no indexer", {}, [], "has no enabled torrent indexer. Add"],
    ["none that is enabled", {}, [{ id: 1, name: "Off", enable: false }], "has no enabled torrent indexer. Add"],
    ["none of that number", { indexer_ids: "9" }, [{ id: 1, name: "A" }], "with the number 9. It has 1 (A)."],
    ["none of that category", {}, [{ id: 1, name: "A", categories: [2000] }], "has the categories 3030"],
    ["none of that main category", { categories: "7000" }, [{ id: 1, name: "A" }], "has the categories 7000"],
  ])("says in check and in search that there is %s", async (_, settings, its, sentence) => {
    fake.indexers = its;
    const indexer = await open(settings);
    for (const ask of [() => indexer.check(signal), () => indexer.search({ title: "Dune" }, signal)]) {
      const error = await failure(ask());
      expect(error).toBeInstanceOf(UpstreamRejectedError);
      expect(error.message).toContain(sentence);
    }
  });

  it("says in check which indexers it searches", async () => {
    fake.indexers = [
      { id: 1, name: "First", categories: [3000] },
      { id: 2, name: "Second" },
      { id: 3, name: "Third", categories: [] },
    ];
    expect(await (await open()).check(signal)).toEqual({
      version: "1.37.0.5076",
      message: "Answers as Prowlarr, and searches 2 torrent indexers: Second, Third.",
    });
    expect((await (await open({ categories: "3000" })).check(signal)).message).toContain("3 torrent indexers");
    fake.indexers = Array.from({ length: 12 }, (_, index) => ({ id: index + 1, name: `T${index + 1}` }));
    expect((await (await open()).check(signal)).message).toMatch(/T10 and 2 more\.$/);
  });

  it("says in check that something else answers", async () => {
    fake.appName = "Sonarr";
    await expect((await open()).check(signal)).rejects.toThrow("At this address Sonarr answers, and not Prowlarr.");
    fake.fault({ body: "{}" });
    await expect((await open()).check(signal)).rejects.toThrow("something else answers");
  });

  it.each(["", "/", "/api", "/api/v1/", "/1/api", "/12/api?t=search&apikey=pasted"])(
    "takes the address with %j at its end, behind a path or not",
    async (end) => {
      const proxied = await startProwlarrFake("/prowlarr");
      for (const url of [`${fake.url}${end}`, `${proxied.url}/prowlarr${end}`]) {
        expect((await (await open({ url })).check(signal)).version).toBe("1.37.0.5076");
      }
      await proxied.close();
    },
  );

  it.each([
    [{ url: "ftp://x/" }, "url"],
    [{ api_key: " " }, "api_key"],
    [{ categories: "audio" }, "categories"],
    [{ indexer_ids: "all" }, "indexer_ids"],
  ])("refuses settings that cannot work: %j", (wrong, field) => {
    const result = prowlarr.settings.safeParse({ url: "http://x/", api_key: "k", ...wrong });
    expect(result.error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  it("needs no more than an address and a key", () => {
    expect(prowlarr.settings.parse({ url: "http://x/", api_key: " k " })).toEqual({
      url: "http://x/",
      api_key: "k",
      categories: "3030",
      indexer_ids: "",
    });
  });
});
