import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openKnownTorrents } from "./known-torrents.ts";

const [ONE, OTHER] = ["1".repeat(40), "a".repeat(40)];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "known-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("knows nothing at first, and what another has added from then on", async () => {
  const [mine, theirs] = [openKnownTorrents(join(folder, "a/b")), openKnownTorrents(join(folder, "a/b"))];
  expect(await mine.list()).toEqual([]);
  await Promise.all([mine.add(ONE), theirs.add(ONE), theirs.add(OTHER)]);
  expect((await mine.list()).toSorted()).toEqual([ONE, OTHER]);
  await theirs.forget(ONE);
  await mine.forget(ONE);
  expect(await mine.list()).toEqual([OTHER]);
});

it("takes no other file for a torrent", async () => {
  await writeFile(join(folder, ".DS_Store"), "");
  expect(await openKnownTorrents(folder).list()).toEqual([]);
  expect(await readdir(folder)).toEqual([".DS_Store"]);
});

it("does not take a folder that cannot be read for an empty one", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(openKnownTorrents(join(folder, "file")).list()).rejects.toThrow(/ENOTDIR/);
});
