import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError } from "../../errors.ts";
import { startPlexFake, type PlexFake } from "../../testing/fakes/plex.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { folder } from "./folder.ts";
import { failureOf, makeAlbum, openPlex, root, useRoot } from "./plex-test-place.ts";

useRoot();

const { signal } = new AbortController();

describe("the check of Plex", () => {
  let fake: PlexFake;
  beforeEach(async () => void (fake = await startPlexFake(root)));
  afterEach(() => fake.close());

  it("says what it found, scans nothing, and leaves nothing in the media library", async () => {
    fake.unscanned = [makeAlbum("Ana/Winter/1.m4b")];
    const { message } = await (await openPlex(fake)).check(signal);
    expect(message).toBe("Answers, and its library Audiobooks holds 0 books.");
    expect(fake.albums).toEqual([]);
    expect(await readdir(root)).toEqual([]);
  });

  it.each([401, 403])("says that the token may read but not ask for scans (%i)", async (status) => {
    const server = await openPlex({ url: fake.url, token: fake.sharedToken });
    fake.fault({ status }, { only: ({ pathname }) => pathname.endsWith("/refresh") });
    const error = await failureOf(server.check(signal));
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toContain("may read the library Audiobooks of the Plex server, but not ask for scans");
    expect(error.message).toContain("Enter the token of the server's owner");
  });

  it("passes on what else is wrong with scans", async () => {
    fake.fault("server_error", { only: ({ pathname }) => pathname.endsWith("/refresh") });
    await expect((await openPlex(fake)).check(signal)).rejects.toThrow("problem of its own (500)");
  });

  it("says that the library has gone", async () => {
    fake.sections = [{ key: "3", title: "Music", folders: ["/data/music"] }];
    const error = await failureOf((await openPlex(fake, { library: "Audiobooks" })).check(signal));
    expect(error.message).toContain("has no music library Audiobooks; it has Music (3)");
  });
});

describe("the folder of new books", () => {
  const cases: [string, () => Promise<string>, RegExp][] = [
    ["is missing", async () => join(root, "missing"), /missing (does not exist|cannot be read)/],
    [
      "may not be written to",
      async () => "/sys",
      /may not write to the media library \/sys|\/sys is mounted read-only/,
    ],
    [
      "is a file",
      async () => {
        await writeFile(join(root, "file"), "");
        return join(root, "file");
      },
      /file (is not a folder|cannot be read)/,
    ],
  ];

  it.each(cases)("that %s is told in the checks of Plex and of the folder", async (_, make, sentence) => {
    const libraryDir = await make();
    const fake = await startPlexFake(libraryDir);
    const plain = await folder.open({}, { ...makeIntegrationRuntime(), libraryDir });
    for (const server of [await openPlex(fake, {}, undefined, libraryDir), plain])
      expect((await failureOf(server.check(signal))).message).toMatch(sentence);
    await fake.close();
  });
});
