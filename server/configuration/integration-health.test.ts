import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UpstreamUnavailableError } from "../errors.ts";
import { eventually } from "../testing/eventually.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";
import { checkIntegrations, noteHealth } from "./integration-health.ts";
import type { Integrations } from "./integrations.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.downloads.fault = null;
  await world.sql("delete from integration_health");
});

const fields = "id kind label isUp message checkedAt changedAt";
const integrations = async () =>
  (await world.admin.ask(`{ system { integrations { ${fields} } } }`)).system.integrations;
const one = async (id: string) => (await integrations()).find((each: { id: string }) => each.id === id);
const check = () => checkIntegrations(world.makeContext(), new AbortController().signal);
const test = "mutation ($kind: IntegrationKind!) { testIntegration(input: { kind: $kind }) { ok message } }";
const notHeardOfFor = (minutes: number) =>
  world.sql("update integration_health set checked_at = now() - make_interval(mins => $1)", [minutes]);
const gone = new UpstreamUnavailableError("The fake client does not answer.", { integration: "Fake" });

describe("the health of what is configured", () => {
  it("is not known before anybody asks", async () => {
    expect(await integrations()).toMatchObject([
      { id: "indexer", kind: "INDEXER", label: expect.any(String), isUp: null, message: null, checkedAt: null },
      { id: "download_client", isUp: null },
      { id: "media_server", isUp: null },
    ]);
  });

  it("is what a test of the saved settings finds, and since when", async () => {
    await world.admin.ask(test, { kind: "DOWNLOAD_CLIENT" });
    const up = await one("download_client");
    expect(up).toMatchObject({ isUp: true });
    world.downloads.fault = gone;
    await world.admin.ask(test, { kind: "DOWNLOAD_CLIENT" });
    const down = await one("download_client");
    expect(down).toMatchObject({ isUp: false, message: gone.message });
    expect(Date.parse(down.changedAt)).toBeGreaterThanOrEqual(Date.parse(up.changedAt));
    await world.admin.ask(test, { kind: "DOWNLOAD_CLIENT" });
    expect((await one("download_client")).changedAt).toBe(down.changedAt);
  });

  it("is learned from searches, and holds no key", async () => {
    world.indexer.releases = [release("Nothing that anybody wants")];
    world.indexer.fault({ status: 500, body: world.indexer.apiKey });
    const id = await world.request("A Book", "Somebody");
    await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("INDEXERS_UNAVAILABLE"));
    const down = await one("indexer");
    expect(down).toMatchObject({ isUp: false, message: expect.stringMatching(/500/) });
    expect(JSON.stringify(down)).not.toContain(world.indexer.apiKey);
    await world.admin.ask("mutation ($id: ID!) { retryRequest(input: { id: $id }) { id } }", { id });
    await eventually(async () => expect(await one("indexer")).toMatchObject({ isUp: true }));
    // A change of the settings would have it search once more, in the middle of what comes next.
    await world.admin.ask("mutation ($id: ID!) { cancelRequest(input: { id: $id }) { id } }", { id });
  });

  it("is forgotten when the settings change", async () => {
    await world.admin.ask(test, { kind: "DOWNLOAD_CLIENT" });
    await world.admin.ask(test, { kind: "INDEXER" });
    await world.configure({ "indexer.url": world.indexer.feedUrl, "indexer.api_key": world.indexer.apiKey });
    expect(await one("indexer")).toMatchObject({ isUp: null, checkedAt: null });
    expect(await one("download_client")).toMatchObject({ isUp: true });
  });
});

describe("a round of checks", () => {
  it("asks nothing that it has only just seen, and all of it after some minutes", async () => {
    expect(await check()).toEqual({ asked: [], down: [] });
    expect(await check()).toEqual({ asked: [], down: [] });
    await notHeardOfFor(5);
    world.downloads.fault = gone;
    const { asked, down } = await check();
    expect([...asked].toSorted()).toEqual(["download_client", "indexer", "media_server"]);
    expect(down).toEqual(["download_client"]);
    expect(await one("download_client")).toMatchObject({ isUp: false, message: gone.message });
    expect(await one("indexer")).toMatchObject({ isUp: true, message: expect.stringMatching(/^Answers/) });
  });

  it("forgets nothing that is heard of one integration while it asks another", async () => {
    const ctx = world.makeContext();
    await noteHealth(ctx, { download_client: null });
    await notHeardOfFor(5);
    const integrations: Integrations = {
      ...ctx.integrations,
      async open(kind, id) {
        await noteHealth(ctx, { indexer: { isUp: false, message: gone.message } });
        return ctx.integrations.open(kind, id);
      },
    };
    const { asked } = await checkIntegrations({ ...ctx, integrations }, new AbortController().signal);
    expect(asked).toEqual(["download_client"]);
    expect(await one("indexer")).toMatchObject({ isUp: false, message: gone.message });
  });

  it("asks what is down sooner than what is up, and an indexer that is up once an hour", async () => {
    await check();
    await notHeardOfFor(5);
    world.downloads.fault = gone;
    await check();
    await notHeardOfFor(3);
    expect(await check()).toEqual({ asked: ["download_client"], down: ["download_client"] });
    world.downloads.fault = null;
    await notHeardOfFor(20);
    expect((await check()).asked).not.toContain("indexer");
    await notHeardOfFor(60);
    expect((await check()).asked).toContain("indexer");
  });

  it("leaves an indexer alone that has asked for it", async () => {
    await check();
    await notHeardOfFor(60);
    await world.sql(
      "insert into indexer_rests (indexer, until, reason) values ('indexer', now() + interval '1 hour', 'It has had too many questions.')",
    );
    const before = world.indexer.requests.length;
    await check();
    expect(world.indexer.requests.length).toBe(before);
    expect(await one("indexer")).toMatchObject({ isUp: false, message: "It has had too many questions." });
    await world.sql("delete from indexer_rests");
  });
});
