import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startPlexFake, type FakeAlbum, type PlexFake } from "../../testing/fakes/plex.ts";
import { gather } from "./plex-book.ts";
import { makeAlbum, openPlex, readAll, root, useRoot } from "./plex-test-place.ts";

useRoot();

const { signal } = new AbortController();

describe("a book in Plex", () => {
  let fake: PlexFake;
  beforeEach(async () => void (fake = await startPlexFake(root)));
  afterEach(() => fake.close());
  const asked = (part: string) => fake.requests.filter(({ pathname }) => pathname.includes(part));

  const one = async (album: FakeAlbum, settings?: Record<string, string>) => {
    fake.albums = [album];
    const server = await openPlex(fake, settings);
    const [item] = await readAll(server);
    return item;
  };

  it("of many files and discs lies in the folder that holds them all, and lasts as long as all of them", async () => {
    const files = ["CD1/1.mp3", "CD1/2.mp3", "CD2/1.mp3"].map((name) => ({
      path: `${root}/Ana/Winter/${name}`,
      minutes: 60,
    }));
    expect(await one(makeAlbum("", { files }))).toEqual({
      id: "100",
      guid: "local://100",
      libraryId: "2",
      title: "Winter",
      author: "Ana Lühr",
      narrator: null,
      asin: null,
      durationMinutes: 180,
      path: `${root}/Ana/Winter`,
    });
  });

  it.each([
    ["com.plexapp.agents.audnexus://B08G9PRS1K_us?lang=en", "B08G9PRS1K"],
    ["com.plexapp.agents.audnexus://177424599X_uk?lang=en", "177424599X"],
    ["com.plexapp.agents.audiobooks://b08g9prs1k?lang=en", "B08G9PRS1K"],
    ["com.plexapp.agents.audnexus://Ana%20L%C3%BChr?lang=en", null],
    ["com.plexapp.agents.lastfm://B08G9PRS1K/x", null],
    ["plex://album/5d07ca42403c640290d10d9f", null],
  ])("named %s by its agent has the ASIN %j", async (guid, asin) => {
    expect(await one(makeAlbum("Ana/Winter/1.m4b", { guid }))).toMatchObject({ guid, asin });
  });

  it("has the ASIN of another of its names, or of its folder, where Plex's own agent knows none", async () => {
    const guid = "plex://album/5d07ca42403c640290d10d9f";
    const guids = ["mbid://1", "com.plexapp.agents.audnexus://B08G9PRS1K_us"];
    expect(await one(makeAlbum("Ana/Winter/1.m4b", { guid, guids }))).toMatchObject({ guid, asin: "B08G9PRS1K" });
    expect(await one(makeAlbum("Ana/Winter [B08G9PRS1K]/1.m4b"))).toMatchObject({ asin: "B08G9PRS1K" });
    expect(await one(makeAlbum("Ana/Winter/Winter B08G9PRS1K.m4b"))).toMatchObject({ asin: "B08G9PRS1K" });
    expect(await one(makeAlbum("[B08G9PRS1K]/Winter/CD1/1.mp3"))).toMatchObject({ asin: null });
  });

  it("has the styles of an audiobook agent for narrators, and not those of music", async () => {
    const styles = ["Ray Porter", "Full Cast"];
    const guid = "com.plexapp.agents.audnexus://B08G9PRS1K_us";
    expect(await one(makeAlbum("Ana/Winter/1.m4b", { guid, styles }))).toMatchObject({
      narrator: "Ray Porter, Full Cast",
    });
    expect(await one(makeAlbum("Ana/Winter/1.m4b", { guid: "plex://album/1", styles }))).toMatchObject({
      narrator: null,
    });
  });

  it("is bounded in what is stored, and says null for a running time that is not known", async () => {
    const album = makeAlbum("x", {
      title: "t".repeat(900),
      author: "a".repeat(900),
      guid: `plex://${"g".repeat(300)}`,
    });
    const item = await one({ ...album, files: [{ path: `${root}/x/1.m4b` }] });
    expect([item?.title.length, item?.author?.length, item?.guid]).toEqual([500, 255, "local://100"]);
    expect(item?.durationMinutes).toBeNull();
  });

  it.each([
    ["D:\\Books", "D:\\Books\\Ana\\Winter\\1.m4b", "D:\\Books => /mnt/books", "/mnt/books/Ana/Winter/1.m4b"],
    ["/data/books", "/data/books/Ana/Winter/1.m4b", "/data => /mnt", "/mnt/books/Ana/Winter/1.m4b"],
    ["/data/books", "/data/books/Zoe\u0308/1.m4b", "", "/data/books/Zo\u00eb/1.m4b"],
  ])("in %s at %s is found where this program sees it", async (folder, path, path_mappings, ours) => {
    fake.sections = [{ key: "2", title: "Audiobooks", folders: [folder] }];
    expect(await one(makeAlbum("", { files: [{ path }] }), { path_mappings, library: "2" })).toMatchObject({
      path: ours,
    });
    const server = await openPlex(fake, { path_mappings, library: "Audiobooks" });
    const parent = ours.slice(0, ours.lastIndexOf("/"));
    expect(await server.itemsUnder(parent, signal)).toMatchObject([{ path: ours }]);
    await server.requestScan(parent, signal);
    const theirs = path.normalize("NFC").slice(0, -"/1.m4b".length);
    expect(asked("refresh").at(-1)?.searchParams.get("path")).toBe(theirs);
  });

  it("counts the minutes of a track once that is there in two formats", () => {
    const Media = ["m4b", "mp3"].map((format) => ({ Part: [{ file: `/books/Winter/1.${format}` }] }));
    const track = { parentRatingKey: "1", duration: 60_000, Media };
    expect(gather([track, track], undefined, (path) => path)).toEqual({
      path: "/books/Winter",
      count: 4,
      durationMs: 120_000,
    });
  });
});
