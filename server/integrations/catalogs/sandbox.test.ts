import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UpstreamRejectedError } from "../../errors.ts";
import { startCatalogFake, type CatalogFake } from "../../testing/fakes/catalog.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { describeCatalog } from "./catalog.contract.ts";
import { catalogs } from "./registry.ts";
import { sandbox } from "./sandbox.ts";

describeCatalog("The sandbox", async () => {
  const vendor = await startCatalogFake();
  return { adapter: sandbox, vendor, settings: { url: `${vendor.url}/` } };
});

describe("the sandbox's catalog", () => {
  const { signal } = new AbortController();
  let fake: CatalogFake;
  beforeAll(async () => void (fake = await startCatalogFake()));
  afterAll(() => fake.close());

  it("is in the registry under its name", () => {
    expect(catalogs.sandbox).toBe(sandbox);
  });

  it.each([
    ["[]", "its answer is wrong"],
    ['{"entries":[]}', "hasNextPage is wrong"],
    ['{"entries":[{"audibleId":"1"}],"hasNextPage":false}', "entries.0.title is wrong"],
  ])("refuses an answer of another shape: %s", async (body, sentence) => {
    fake.fault({ body });
    const attempt = (await sandbox.open({ url: fake.url }, makeIntegrationRuntime())).search("x", 1, signal);
    await expect(attempt).rejects.toBeInstanceOf(UpstreamRejectedError);
    await expect(attempt).rejects.toThrow(sentence);
  });

  it("takes what its books do not tell of series, language and the like for not known", async () => {
    const bare = { narrator: null, description: null, coverArtUrl: null, durationMinutes: null, releaseDate: null };
    const told = { audibleId: "1", title: "Little told", author: "Nobody", ...bare, rating: null, genres: [] };
    fake.fault({ body: JSON.stringify(told) });
    const entry = await (await sandbox.open({ url: fake.url }, makeIntegrationRuntime())).find("1", signal);
    const unknown = { subtitle: null, seriesTitle: null, seriesPosition: null, language: null, isAbridged: null };
    expect(entry).toEqual({ ...told, ...unknown });
  });

  it("refuses an address that is none of http", () => {
    expect(sandbox.settings.safeParse({ url: "file:///books" }).success).toBe(false);
  });
});
