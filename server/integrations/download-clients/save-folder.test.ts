import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkSaveFolder } from "./save-folder.ts";

describe("the folder that a client saves to", () => {
  let root: string;
  let downloads: string;
  let library: string;
  let mounts: string[];
  beforeEach(async () => {
    mounts = [];
    root = await realpath(await mkdtemp(join(tmpdir(), "save-folder-")));
    [downloads, library] = [join(root, "downloads"), join(root, "library")];
    await mkdir(downloads);
    await mkdir(library);
  });
  afterEach(async () => {
    for (const folder of mounts) execFileSync("umount", [folder]);
    await rm(root, { recursive: true, force: true });
  });

  const check = (theirs = downloads, mappings = [] as { theirs: string; ours: string }[]) =>
    checkSaveFolder(theirs, { mappings, libraryDir: library }, "test client");

  it("is named as this server sees it, and nothing is left in the library", async () => {
    expect(await check()).toBe(`This server can read where it saves: ${downloads}.`);
    expect(await readdir(library)).toEqual([]);
  });

  it("needs no library: that is checked elsewhere", async () => {
    await rm(library, { recursive: true });
    expect(await check()).toBe(`This server can read where it saves: ${downloads}.`);
  });

  it("that is not here is named with what to do", async () => {
    await expect(check("/nonexistent/downloads")).rejects.toThrow(
      "The test client saves to /nonexistent/downloads, and this server has no such folder. Share that folder with this server (a volume in both), and when it is called otherwise here, add a path mapping: /nonexistent/downloads => the folder here.",
    );
  });

  it("that the path mappings lead to a wrong place is named as both call it", async () => {
    await expect(check("/data/books", [{ theirs: "/data", ours: "/nowhere" }])).rejects.toThrow(
      "The test client saves to /data/books, which the path mappings make /nowhere/books here, and this server has no such folder. Correct the path mapping, or share the folder with this server (a volume in both).",
    );
  });

  it.each([
    ["another file system", ["-t", "tmpfs", "-o", "size=64k", "tmpfs"]],
    ["another mount of the same one, as two volumes of a container are", ["--bind", "{downloads}"]],
  ])("on %s than the library: says that books are copied", async (_what, given) => {
    const folder = join(root, "mounted");
    await mkdir(folder);
    try {
      execFileSync("mount", [...given.map((part) => part.replace("{downloads}", downloads)), folder], {
        stdio: "ignore",
      });
    } catch {
      return expect(process.getuid?.(), "Root may mount.").not.toBe(0);
    }
    mounts.push(folder);
    expect(await check(folder)).toBe(
      `This server can read where it saves: ${folder}. The media library (${library}) is on another file system or volume, so books are copied there, which takes their space twice; within one volume they are linked.`,
    );
  });
});
