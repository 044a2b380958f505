import { afterEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError } from "../../errors.ts";
import { only, startTorznabFake, type TorznabFake } from "../../testing/fakes/torznab.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { describeIndexer } from "./indexer.contract.ts";
import { indexers } from "./registry.ts";
import { torznab } from "./torznab.ts";

const { signal } = new AbortController();
const errorDocument = (code: number, description: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<error code="${code}" description="${description}"/>`;
const KEY = "fake-key-Zq7XwRt2";
const PASSKEY = "0123456789abcdef0123456789abcdef";

describeIndexer("Torznab", async () => {
  const vendor = await startTorznabFake();
  const settings = { url: vendor.feedUrl, api_key: vendor.apiKey, categories: "3030" };
  const reported = (body: string, type: "rejected" | "unavailable", sentence: string, status = 200) => ({
    answer: { status, body },
    type,
    sentence,
  });
  return {
    adapter: torznab,
    vendor,
    settings,
    settingsWithWrongKey: { ...settings, api_key: "wrong" },
    reportedErrors: [
      reported(errorDocument(100, "Invalid API Key"), "rejected", 'refused the API key: "Invalid API Key". Check'),
      reported(
        errorDocument(900, `Boom at https://t.example/x?passkey=${PASSKEY} for ${KEY}, ${PASSKEY}.`),
        "rejected",
        '"Boom at t.example for …, …"',
      ),
      reported(errorDocument(900, "x".repeat(5000)), "rejected", `${"x".repeat(199)}…`),
      reported(errorDocument(203, ""), "rejected", "refused the request. Check"),
      reported(errorDocument(201, "Indexer is not supported"), "rejected", "Indexer is not supported", 400),
      reported(errorDocument(410, "Indexer is disabled"), "rejected", "Indexer is disabled", 410),
      reported("", "rejected", "refused the request (410)", 410),
      reported("<caps/>", "rejected", "refused the request (410)", 410),
      reported(errorDocument(910, "API disabled"), "unavailable", "API disabled"),
      reported(errorDocument(500, "Request limit reached. Retry in 12 minutes"), "unavailable", "Retry in 12 minutes"),
    ],
  };
});

describe("torznab", () => {
  let fake: TorznabFake;
  afterEach(() => fake.close());

  const open = (settings: Partial<{ url: string; api_key: string; categories: string }> = {}) =>
    torznab.open(
      { url: fake.feedUrl, api_key: fake.apiKey, categories: "3030", ...settings },
      makeIntegrationRuntime(),
    );
  const lastQuery = () => Object.fromEntries(fake.requests.at(-1)?.searchParams ?? []);

  it("is in the registry under its name", async () => {
    fake = await startTorznabFake();
    expect(indexers.torznab).toBe(torznab);
  });

  it("asks for capabilities once, then by words in its categories, as much as one page holds", async () => {
    fake = await startTorznabFake();
    const indexer = await open();
    await indexer.search({ title: "Dune", author: "Frank Herbert, Scott Brick" }, signal);
    await indexer.search({ title: "Emma" }, signal);
    expect(fake.requests.filter(only.caps)).toHaveLength(1);
    expect(fake.requests.filter(only.search)).toHaveLength(2);
    expect(lastQuery()).toEqual({ t: "search", q: "Emma", cat: "3030", extended: "1", limit: "80", apikey: KEY });
    expect(fake.requests.at(-2)?.searchParams.get("q")).toBe("Dune Frank Herbert");
  });

  it("asks for capabilities again after they failed", async () => {
    fake = await startTorznabFake();
    const indexer = await open();
    fake.fault("server_error", { only: only.caps });
    await expect(indexer.search({ title: "Dune" }, signal)).rejects.toThrow("problem of its own");
    expect(await indexer.search({ title: "Dune" }, signal)).toEqual([]);
  });

  it.each([
    ["Mistborn: The Final Empire (Unabridged)", "Mistborn The Final Empire"],
    ["Ender’s Game [Special Edition]", "Ender's Game"],
    ['Catch-22 - a novel | -nzb "exact" !', "Catch-22 a novel nzb exact"],
    ["Les Misérables", "Les Misérables"],
    ["?!", "?!"],
  ])("searches for %s by its words", async (title, q) => {
    fake = await startTorznabFake();
    await (await open()).search({ title }, signal);
    expect(lastQuery().q).toBe(q);
  });

  it("uses the book search where there is no other", async () => {
    fake = await startTorznabFake(
      '<caps><searching><search available="no"/><book-search available="yes" supportedParams="q,author,title"/></searching></caps>',
    );
    await (await open()).search({ title: "Dune", author: "Frank Herbert" }, signal);
    expect(lastQuery()).toMatchObject({ t: "book", title: "Dune", author: "Frank Herbert", limit: "100" });
  });

  it.each([
    [
      "those it has",
      "3030, 3010, 9999",
      '<category id="3000" name="Audio"><subcat id="3010" name="MP3"/></category>',
      "3010",
    ],
    [
      "its own audiobooks",
      "3030",
      '<category id="100013" name="AudioBooks - Sci-Fi"/><category id="3000" name="Audio"/>',
      "100013",
    ],
    ["the main one", "3030", '<category id="3000" name="Audio"/>', "3000"],
    ["as configured, for want of better", "3030", '<category id="2000" name="Movies"/>', "3030"],
    ["as configured, when it lists none", "3030,3040", "", "3030,3040"],
    ["all, when none is configured", "", '<category id="3000" name="Audio"/>', undefined],
  ])("chooses categories: %s", async (_, categories, listed, cat) => {
    fake = await startTorznabFake(`<caps><categories>${listed}</categories></caps>`);
    await (await open({ categories })).search({ title: "Dune" }, signal);
    expect(lastQuery().cat).toBe(cat);
  });

  it("says in check which categories it searches, or that the indexer has none of them", async () => {
    fake = await startTorznabFake();
    expect((await (await open()).check(signal)).message).toBe(
      "Answers as Fake indexer, and is searched in these categories: 3030.",
    );
    expect((await (await open({ categories: "8010" })).check(signal)).message).toContain(
      "has none of the categories 8010",
    );
    expect((await (await open({ categories: "" })).check(signal)).message).toContain("in all categories");
  });

  it("asks for capabilities anew in check, because somebody may have changed them", async () => {
    fake = await startTorznabFake();
    const indexer = await open();
    await indexer.search({ title: "Dune" }, signal);
    await indexer.check(signal);
    expect(fake.requests.filter(only.caps)).toHaveLength(2);
  });

  it("proves the key in check even where capabilities are public", async () => {
    fake = await startTorznabFake();
    fake.fault({ body: errorDocument(100, "Invalid API Key") }, { only: only.search });
    await expect((await open()).check(signal)).rejects.toThrow(UpstreamRejectedError);
  });

  it.each([
    ["/1/api", "/1/api"],
    ["/1/api/", "/1/api"],
    ["/1/", "/1/api"],
    ["", "/api"],
    ["/api/v2.0/indexers/all/results/torznab/", "/api/v2.0/indexers/all/results/torznab/api"],
    ["/api/v1/indexer/1/newznab", "/api/v1/indexer/1/newznab"],
    ["/torznab.php?passkey=kept", "/torznab.php?passkey=kept"],
  ])("takes the address %j", async (entered, asked) => {
    fake = await startTorznabFake();
    fake.fault({ body: "<caps/>" }, { times: 2 });
    await expect((await open({ url: `${fake.url}${entered}`, api_key: "" })).check(signal)).rejects.toThrow(
      "not Torznab",
    );
    const url = fake.requests[0];
    url?.searchParams.delete("t");
    expect(`${url?.pathname}${url?.search}`).toBe(asked);
  });

  it("takes the key out of a pasted search, unless one is entered", async () => {
    fake = await startTorznabFake();
    const url = `${fake.feedUrl}?t=search&q=old&cat=1&apikey=${KEY}`;
    await (await open({ url, api_key: "" })).search({ title: "Dune" }, signal);
    expect(lastQuery()).toMatchObject({ t: "search", q: "Dune", cat: "3030", apikey: KEY });
    await expect((await open({ url, api_key: "entered" })).check(signal)).rejects.toThrow("refused the API key");
  });

  it.each([
    [{ url: "ftp://x/" }, "url"],
    [{ url: "http://x/", categories: "audio" }, "categories"],
  ])("refuses settings that cannot work", async (settings, field) => {
    fake = await startTorznabFake();
    const result = torznab.settings.safeParse(settings);
    expect(result.error?.issues.map(({ path }) => path[0])).toEqual([field]);
    expect(torznab.settings.parse({ url: "http://x/" })).toEqual({ url: "http://x/", api_key: "", categories: "3030" });
  });
});
