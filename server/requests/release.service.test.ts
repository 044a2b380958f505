import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { only } from "../testing/fakes/torznab.ts";
import type { TestClient } from "../testing/test-app.ts";
import { release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
let ann: TestClient & { readonly userId: string };
beforeAll(async () => {
  world = await startWorld();
  ann = await world.signUp("ann");
  await world.sql("update users set may_select_releases = true where username = 'ann'");
});
afterAll(() => world.close());
beforeEach(() => {
  world.indexer.releases = [];
});

const act = (mutation: string, input: Record<string, string>, who: TestClient = world.admin) => {
  const fields =
    mutation === "searchReleases"
      ? "indexers { name found failure restsUntil } releases { id torrentName verdict }"
      : "id";
  const given = Object.entries(input).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return who.send(`mutation { ${mutation}(input: { ${given.join(", ")} }) { ${fields} } }`);
};
const select = (requestId: string, releaseId: string) =>
  world.admin.send(
    `mutation { selectRelease(input: { requestId: "${requestId}", releaseId: "${releaseId}" }) { id status } }`,
  );
const code = ({ errors }: { errors?: readonly any[] }) => errors?.[0]?.extensions.code;

async function isDownloaded(title: string): Promise<{ id: string; releases: any[] }> {
  world.indexer.releases = [
    release(`Somebody Known - ${title} [M4B]`, { seeders: 90 }),
    release(`Somebody Known - ${title} [MP3]`, { seeders: 2 }),
    release(`Somebody Known - ${title} (Abridged) [MP3]`),
  ];
  const id = await world.request(title, "Somebody Known");
  const { releases } = await world.sees(id, ({ step }) => expect(step).toBe("monitor_download"));
  return { id, releases };
}

describe("selectRelease", () => {
  it("takes a refused candidate, and lets go of what was being fetched", async () => {
    const { id, releases } = await isDownloaded("Selected While Downloading");
    const [before, wanted] = [
      releases.find((each) => each.selected),
      releases.find((each) => each.verdict === "REFUSED"),
    ];
    expect((await select(id, wanted.id)).data.selectRelease.status).toBe("DOWNLOADING");
    const request = await world.sees(id, (now) =>
      expect(now.releases).toContainEqual(expect.objectContaining({ id: wanted.id, downloadStatus: "DOWNLOADING" })),
    );
    expect(request.progress).toBe(0);
    expect(request.releases).toContainEqual(
      expect.objectContaining({ id: before.id, downloadStatus: "FAILED", verdict: "ACCEPTABLE" }),
    );
    await eventually(() => expect(world.downloads.removed).toContain(before.torrentHash));
    expect((await select(id, wanted.id)).errors).toBeUndefined();
    expect((await world.look(id)).downloadAttempts).toBe(2);
  });

  it("takes even a blocked one, because a person says so", async () => {
    const { id, releases } = await isDownloaded("Blocked And Selected");
    const bad = releases.find((each) => each.selected);
    await world.downloads.tell(bad.torrentHash, { status: "failed", error: "Bad luck." });
    await world.sees(id, (now) =>
      expect(now.releases).toContainEqual(
        expect.objectContaining({
          torrentName: expect.stringMatching(/Selected \[MP3\]$/),
          downloadStatus: "DOWNLOADING",
        }),
      ),
    );
    await eventually(() => expect(world.downloads.removed).toContain(bad.torrentHash));
    await select(id, bad.id);
    await world.sees(id, (now) =>
      expect(now.releases).toContainEqual(
        expect.objectContaining({ id: bad.id, downloadStatus: "DOWNLOADING", verdict: "ACCEPTABLE" }),
      ),
    );
    expect(world.downloads.added.filter((hash) => hash === bad.torrentHash)).toHaveLength(2);
  });

  it("is refused once the book has arrived, once it is cancelled, and for what is not there", async () => {
    const { id, releases } = await isDownloaded("Selected Too Late");
    expect(code(await select(id, crypto.randomUUID()))).toBe("NOT_FOUND");
    await act("cancelRequest", { id });
    expect(code(await select(id, releases[1].id))).toBe("ILLEGAL_TRANSITION");
    // Whoever has not been given leave does not get it by choosing.
    await world.sql("update requests set status = 'awaiting_approval' where id = $1", [id]);
    expect(code(await select(id, releases[1].id))).toBe("ILLEGAL_TRANSITION");
    await world.sql("update requests set status = 'completed' where id = $1", [id]);
    expect(code(await select(id, releases[1].id))).toBe("CONFLICT");
  });
});

describe("searchReleases", () => {
  async function waits(title: string, who: TestClient = world.admin): Promise<string> {
    const id = await world.request(title, "Somebody Known", who);
    await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_RELEASE_FOUND"));
    return id;
  }

  it("shows what indexers have for other words, ranked for the book, and takes nothing", async () => {
    const id = await waits("Found By Other Words", ann);
    world.indexer.releases = [release("Known Author Complete Collection (12 Books) [MP3]"), release("Unrelated [M4B]")];
    const { data } = await act("searchReleases", { requestId: id, query: "Known Author Collection" }, ann);
    expect(data.searchReleases.indexers).toEqual([{ name: "Torznab", found: 1, failure: null, restsUntil: null }]);
    expect(data.searchReleases.releases).toMatchObject([
      { torrentName: "Known Author Complete Collection (12 Books) [MP3]", verdict: "REFUSED" },
    ]);
    expect(await world.look(id)).toMatchObject({ status: "PENDING", downloads: [] });
    await select(id, data.searchReleases.releases[0].id);
    await world.reaches(id, "DOWNLOADING");
  });

  it("tells of an indexer that fails, and keeps the candidates that there were", async () => {
    world.indexer.releases = [release("Somebody Known - Kept (Abridged) [MP3]")];
    const id = await waits("Kept");
    world.indexer.fault({ status: 500 }, { only: only.search });
    const { data } = await act("searchReleases", { requestId: id });
    expect(data.searchReleases).toMatchObject({
      indexers: [{ found: 0, failure: expect.stringContaining("500") }],
      releases: [{ torrentName: "Somebody Known - Kept (Abridged) [MP3]" }],
    });
  });

  it("is for those who asked for the book, and for words that can be looked for", async () => {
    const id = await waits("Not Anns");
    expect(code(await act("searchReleases", { requestId: id }, ann))).toBe("NOT_FOUND");
    expect(code(await act("searchReleases", { requestId: id, query: "  " }))).toBe("BAD_USER_INPUT");
    expect(code(await act("searchReleases", { requestId: id, query: "x".repeat(201) }))).toBe("BAD_USER_INPUT");
  });
});

describe("a release", () => {
  it("is looked for and picked by those alone who may, whoever asked for the book", async () => {
    const bob = await world.signUp("bob");
    const { id, releases } = await isDownloaded("Picked By Those Who May");
    const [title, author] = ["Picked By Those Who May", "Somebody Known"];
    const bobs = await world.request(title, author, bob);
    const pick = async () => [
      code(await act("searchReleases", { requestId: bobs }, bob)),
      code(await act("selectRelease", { requestId: bobs, releaseId: releases[1].id }, bob)),
    ];
    expect(await pick()).toEqual(["FORBIDDEN", "FORBIDDEN"]);
    expect((await world.look(id)).downloadAttempts).toBe(1);
    await world.configure({ "requests.may_select_releases": "true" });
    expect(await pick()).toEqual([undefined, undefined]);
    await world.sql("update users set may_select_releases = false where id = $1", [bob.userId]);
    // Who somebody is, is remembered for a second.
    await eventually(async () => expect(await pick()).toEqual(["FORBIDDEN", "FORBIDDEN"]), 2_000);
    await world.configure({ "requests.may_select_releases": null });
  });
});

describe("blockRelease", () => {
  it("ends what is being fetched and takes the next one, and no search chooses it again", async () => {
    const { id, releases } = await isDownloaded("Blocked While Downloading");
    const bad = releases.find((each) => each.selected);
    expect((await act("blockRelease", { releaseId: bad.id, reason: "It is read by a robot." })).errors).toBeUndefined();
    const request = await world.sees(id, (now) =>
      expect(now.releases).toContainEqual(
        expect.objectContaining({ torrentName: expect.stringMatching(/\[MP3\]$/), downloadStatus: "DOWNLOADING" }),
      ),
    );
    expect(request.releases).toContainEqual(
      expect.objectContaining({ id: bad.id, verdict: "BLOCKED", refusal: "It is read by a robot." }),
    );
    await eventually(() => expect(world.downloads.removed).toContain(bad.torrentHash));
    await act("searchReleases", { requestId: id });
    expect((await world.look(id)).releases).toContainEqual(expect.objectContaining({ id: bad.id, verdict: "BLOCKED" }));
  });

  it("is for admins, and for what is there", async () => {
    const { releases } = await isDownloaded("Not Blocked By Ann");
    expect(code(await act("blockRelease", { releaseId: releases[0].id }, ann))).toBe("FORBIDDEN");
    expect(code(await act("unblockRelease", { releaseId: releases[0].id }, ann))).toBe("FORBIDDEN");
    expect(code(await act("blockRelease", { releaseId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    expect(code(await act("blockRelease", { releaseId: releases[0].id, reason: "x".repeat(501) }))).toBe(
      "BAD_USER_INPUT",
    );
  });
});

describe("unblockRelease", () => {
  it("gives a release the verdict back that the ranking has for it", async () => {
    const { id, releases } = await isDownloaded("Blocked And Unblocked");
    for (const each of releases) await act("blockRelease", { releaseId: each.id });
    await world.sees(id, (now) => {
      expect(now).toMatchObject({ status: "PENDING", blocker: { kind: "NO_RELEASE_FOUND" } });
      for (const each of now.releases) expect(each.verdict).toBe("BLOCKED");
    });
    for (const each of releases) expect((await act("unblockRelease", { releaseId: each.id })).errors).toBeUndefined();
    const verdicts = (await world.look(id)).releases.map((each: any) => [each.torrentName.slice(-15), each.verdict]);
    expect(verdicts).toEqual(
      releases.map((each) => [
        each.torrentName.slice(-15),
        each.torrentName.includes("Abridged") ? "REFUSED" : "ACCEPTABLE",
      ]),
    );
    expect(
      await world.sql("select from blocked_releases b join requests r using (audiobook_id) where r.id = $1", [id]),
    ).toEqual([]);
    await world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
    await world.reaches(id, "DOWNLOADING");
  });
});
