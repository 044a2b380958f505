import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { startPlexFake, type PlexFake } from "../../testing/fakes/plex.ts";
import { failureOf, makeAlbum, openPlex, readAll, root, useRoot } from "./plex-test-place.ts";

useRoot();

const { signal } = new AbortController();

describe("the library of Plex", () => {
  let fake: PlexFake;
  beforeEach(async () => void (fake = await startPlexFake(root)));
  afterEach(() => fake.close());
  const asked = (part: string) => fake.requests.filter(({ pathname }) => pathname.includes(part));
  const two = [
    { key: "2", title: "Music", folders: ["/data/music"] },
    { key: "5", title: "Audiobooks", folders: [root, "/data/more"] },
  ];

  it.each(["5", "audiobooks", "Audiobooks"])("is chosen by its number or name: %s", async (library) => {
    fake.sections = two;
    const message = "Answers, and its library Audiobooks holds 0 books.";
    const check = await (await openPlex(fake, { library })).check(signal);
    expect(check).toEqual({ version: "1.41.6.9685-d301f511a", message });
  });

  it.each([
    ["", two, "several such music libraries: Music (2), Audiobooks (5)."],
    ["Films", two, "no music library Films; it has Music (2), Audiobooks (5)."],
    ["", [], "has no music library, which is"],
  ])("must be told when it is not clear: %j", async (library, sections, sentence) => {
    fake.sections = sections;
    const error = await failureOf((await openPlex(fake, { library })).check(signal));
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toContain(sentence);
  });

  it("that does not show the folder of new books is told in check", async () => {
    fake.sections = [{ key: "2", title: "Audiobooks", folders: ["/elsewhere"] }];
    const { message } = await (await openPlex(fake)).check(signal);
    expect(message).toContain(`Plex looks for them in /elsewhere, and new books are put into ${root}:`);
  });

  it("that was not named, and is not the one with new books, is not read in its place", async () => {
    fake.albums = [makeAlbum("Music/1.mp3")];
    fake.sections = [{ key: "3", title: "Music", folders: ["/data/music"] }];
    const error = await failureOf(readAll(await openPlex(fake)));
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toContain(`only music library is Music, in /data/music, and new books are put into ${root}`);
    expect(await readAll(await openPlex(fake, { library: "Music" }))).toHaveLength(1);
  });

  it("that becomes smaller while it is read is not believed", async () => {
    fake.albums = Array.from({ length: 600 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`));
    const iterator = (await openPlex(fake)).items(signal)[Symbol.asyncIterator]();
    await iterator.next();
    fake.albums = fake.albums.slice(1);
    const error = await failureOf(iterator.next());
    expect(error).toBeInstanceOf(UpstreamUnavailableError);
    expect(error.message).toContain("became smaller");
  });

  it("gives no book twice when the pages move down while it is read", async () => {
    fake.albums = Array.from({ length: 600 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`));
    const ids: string[] = [];
    for await (const page of (await openPlex(fake)).items(signal)) {
      ids.push(...page.map(({ id }) => id));
      fake.albums = [...fake.albums, makeAlbum("Old/1.m4b", { addedAt: -1 })];
    }
    expect(ids).toHaveLength(600);
    expect(new Set(ids).size).toBe(600);
  });

  it("is read in fewer and bigger pages from a server that takes long for each", async () => {
    fake.albums = Array.from({ length: 2_000 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`));
    fake.delayMs = 1_100;
    expect(await readAll(await openPlex(fake))).toHaveLength(2_000);
    expect(asked("/all")).toHaveLength(4);
  });

  it("of ten thousand books is read in forty questions", async () => {
    fake.albums = Array.from({ length: 10_000 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`));
    expect(await readAll(await openPlex(fake))).toHaveLength(10_000);
    expect(asked("/all")).toHaveLength(40);
  });
});
