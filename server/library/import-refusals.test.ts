import { chmod, lstat, mkdir, open, readdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { importFiles } from "./import-files.ts";
import { contentOf, digest, useImportPlace, wholeAt } from "./import-test-place.ts";

const place = useImportPlace();
const { signal } = new AbortController();
afterEach(() => vi.restoreAllMocks());

describe("what an import refuses", () => {
  it("says that the disk is full before it copies anything", async () => {
    const huge = join(place.dir, "download/huge.m4b");
    await writeFile(huge, "");
    await truncate(huge, 2 ** 43);
    const tooMuch = { ...place.plan, files: [...place.plan.files, { from: huge, to: "huge.m4b", sizeBytes: 2 ** 43 }] };
    await expect(importFiles(tooMuch, place.options({ hardlink: false }), signal)).rejects.toMatchObject({
      code: "DISK_FULL",
      retryable: true,
      message: expect.stringMatching(/^The library's disk is full: 8796\.1 GB needed, \d+\.\d+ GB free/),
    });
    expect(await contentOf(place.libraryDir)).toEqual({});
    expect(await importFiles(tooMuch, place.options(), signal)).toMatchObject({ linked: 4 });
  });

  it("says that the disk is full when it fills up meanwhile, and leaves no part of the book", async () => {
    const handle = await open(place.plan.files[0]!.from);
    vi.spyOn(Object.getPrototypeOf(handle), "write").mockRejectedValue(
      Object.assign(new Error("full"), { code: "ENOSPC" }),
    );
    await handle.close();
    await expect(importFiles(place.plan, place.options({ hardlink: false }), signal)).rejects.toMatchObject({
      code: "DISK_FULL",
    });
    expect(await contentOf(place.libraryDir)).toEqual({});
  });

  it.each([
    ["is gone", async (path: string) => rm(path), "CONTENT_MISSING", "01.mp3 is gone from the download"],
    [
      "has grown",
      async (path: string) => writeFile(path, "longer than it was planned".repeat(300)),
      "CONTENT_MISSING",
      "changed while",
    ],
    [
      "became a link",
      async (path: string) => {
        await rm(path);
        await symlink("/etc/passwd", path);
      },
      "CONTENT_REFUSED",
      "is a link",
    ],
    [
      "became a folder",
      async (path: string) => {
        await rm(path);
        await mkdir(path);
      },
      "CONTENT_REFUSED",
      "no regular file",
    ],
    [
      "lies behind a link",
      async (path: string) => {
        await rename(dirname(path), join(place.dir, "download/real"));
        await symlink("real", dirname(path));
      },
      "CONTENT_MISSING",
      "changed while",
    ],
  ])("refuses a file that %s", async (_, spoil, code, sentence) => {
    await spoil(place.plan.files[1]!.from);
    for (const hardlink of [true, false]) {
      await expect(importFiles(place.plan, place.options({ hardlink }), signal)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(sentence),
      });
    }
    expect(await contentOf(place.libraryDir)).toEqual({});
  });

  it("refuses what it opened through a link that is gone a moment later", async () => {
    const folder = dirname(place.plan.files[1]!.from);
    await mkdir(join(place.dir, "private"));
    await writeFile(join(place.dir, "private/01.mp3"), Buffer.alloc(5000, "not for you"));
    await rename(folder, `${folder}.real`);
    await symlink("../private", folder);
    const handle = await open(place.plan.files[0]!.from);
    const prototype: typeof handle = Object.getPrototypeOf(handle);
    await handle.close();
    const stat = prototype.stat;
    vi.spyOn(prototype, "stat").mockImplementation(async function (this: typeof handle, ...parameters: unknown[]) {
      const answer = await Reflect.apply(stat, this, parameters);
      if (answer.size === 5000) {
        await rm(folder);
        await rename(`${folder}.real`, folder);
      }
      return answer;
    });
    const second = { ...place.plan, files: place.plan.files.slice(1) };
    await expect(importFiles(second, place.options(), signal)).rejects.toMatchObject({ code: "CONTENT_MISSING" });
    expect(await contentOf(place.libraryDir)).toEqual({});
  });

  it("writes through a link inside the library, and through none that leads out", async () => {
    await mkdir(join(place.dir, "outside"));
    await symlink(join(place.dir, "outside"), join(place.libraryDir, "Ana Lühr"));
    await expect(importFiles(place.plan, place.options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("a link that leads out of the library"),
    });
    expect(await readdir(join(place.dir, "outside"))).toEqual([]);
    await rm(join(place.libraryDir, "Ana Lühr"));
    await mkdir(join(place.libraryDir, "L/Ana"), { recursive: true });
    await symlink("L/Ana", join(place.libraryDir, "Ana Lühr"));
    expect(await importFiles(place.plan, place.options(), signal)).toMatchObject({
      path: join(place.libraryDir, "L/Ana/Winter"),
    });
  });

  it("never follows a link in place of its own stage", async () => {
    await mkdir(join(place.libraryDir, "Precious"));
    await writeFile(join(place.libraryDir, "Precious/book.m4b"), "mine");
    await mkdir(join(place.libraryDir, ".readmeabook-import"));
    await symlink("../Precious", join(place.libraryDir, ".readmeabook-import/stage-1"));
    await importFiles(place.plan, place.options(), signal);
    expect(await contentOf(place.libraryDir)).toEqual({
      ...wholeAt("Ana Lühr/Winter"),
      "Precious/book.m4b": digest("mine"),
    });
    await rm(join(place.libraryDir, ".readmeabook-import"), { recursive: true });
    await symlink(place.dir, join(place.libraryDir, ".readmeabook-import"));
    await expect(importFiles(place.plan, place.options(), signal)).rejects.toMatchObject({ code: "LIBRARY_UNUSABLE" });
  });

  it.each([[["..", "escape"]], [["Ana", ".."]], [["a/../../b"]], [[""]], [[]]])(
    "refuses the folder %j",
    async (folder) => {
      await expect(
        importFiles({ ...place.plan, folder, otherNames: [] }, place.options(), signal),
      ).rejects.toMatchObject({
        code: expect.stringMatching(/LIBRARY_UNUSABLE|CONFLICT/),
      });
      expect(await readdir(place.dir)).toEqual(["download", "library"]);
    },
  );

  it("refuses a library that is not there, and does not make one", async () => {
    await rm(place.libraryDir, { recursive: true });
    await expect(importFiles(place.plan, place.options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("Is its disk mounted"),
    });
    await expect(lstat(place.libraryDir)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("refuses an author's folder that is a file", async () => {
    await writeFile(join(place.libraryDir, "Ana Lühr"), "");
    await expect(importFiles(place.plan, place.options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("is a file"),
    });
  });

  it.skipIf(process.getuid?.() === 0)("says that it may not write to the library", async () => {
    await chmod(place.libraryDir, 0o555);
    await expect(importFiles(place.plan, place.options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("write access"),
    });
    await chmod(place.libraryDir, 0o755);
  });
});
