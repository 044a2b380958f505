import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { importFiles, placeImport, removeStage, stageImport, type ImportOptions } from "./import-files.ts";
import type { ImportPlan } from "./import-plan.ts";

/** In memory where there is such a file system: flushing every file to a disk makes these tests slow. */
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
let dir: string;
let libraryDir: string;
let plan: ImportPlan;
const signal = new AbortController().signal;
const bytes = {
  "CD1/01.mp3": Buffer.alloc(2_500_000, "one"),
  "CD2/01.mp3": Buffer.alloc(5000, "two"),
  "art.jpg": Buffer.from("picture"),
};
const names = ["Disc 1/01.mp3", "Disc 2/01.mp3", "cover.jpg"];

beforeEach(async () => {
  dir = await realpath(await mkdtemp(join(memory, "import-files-")));
  libraryDir = join(dir, "library");
  await mkdir(libraryDir);
  for (const folder of ["CD1", "CD2"]) await mkdir(join(dir, "download", folder), { recursive: true });
  const files = [];
  for (const [index, [name, content]] of Object.entries(bytes).entries()) {
    const from = join(dir, "download", name);
    await writeFile(from, content);
    files.push({ from, to: names[index]!, sizeBytes: content.length });
  }
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  plan = {
    folder: ["Ana Lühr", "Winter"],
    otherNames: ["Winter {Ray}", "Winter (2)"],
    files,
    format: "mp3",
    totalBytes,
  };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true, force: true });
});

const options = (change: Partial<ImportOptions> = {}): ImportOptions => ({
  libraryDir,
  stageName: "stage-1",
  hardlink: true,
  ...change,
});
const winter = (name = "Winter") => join(libraryDir, "Ana Lühr", name);

const digest = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");

/** Everything below a folder that is a file, with the digest of its bytes. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory()) found[path.slice(folder.length + 1)] = digest(await readFile(path));
  }
  return found;
}

const whole = Object.fromEntries(Object.values(bytes).map((content, index) => [names[index]!, digest(content)]));
const wholeAt = (folder: string) =>
  Object.fromEntries(Object.entries(whole).map(([name, content]) => [`${folder}/${name}`, content]));
const expectUntouched = async () =>
  expect(Object.values(await contentOf(join(dir, "download"))).sort()).toEqual(Object.values(whole).sort());

describe("importFiles", () => {
  it("links every file where the disk can, and leaves the download as it was", async () => {
    expect(await importFiles(plan, options(), signal)).toEqual({ path: winter(), linked: 3, copied: 0 });
    expect(await contentOf(libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
    for (const file of plan.files) expect((await stat(file.from)).ino).toBe((await stat(join(winter(), file.to))).ino);
    await expectUntouched();
  });

  it("copies when it shall not link", async () => {
    expect(await importFiles(plan, options({ hardlink: false }), signal)).toEqual({
      path: winter(),
      linked: 0,
      copied: 3,
    });
    expect(await contentOf(libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
    for (const file of plan.files)
      expect((await stat(file.from)).ino).not.toBe((await stat(join(winter(), file.to))).ino);
    await expectUntouched();
  });

  it.skipIf(memory === tmpdir())("copies what lies on another disk", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "import-files-"));
    try {
      const from = join(elsewhere, "01.mp3");
      await writeFile(from, bytes["CD1/01.mp3"]);
      const across = { ...plan, files: [{ ...plan.files[0]!, from }, ...plan.files.slice(1)] };
      expect(await importFiles(across, options(), signal)).toMatchObject({ linked: 2, copied: 1 });
      expect(await contentOf(winter())).toEqual(whole);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it.each([true, false])("recognises its own work when it runs again (hardlink: %s)", async (hardlink) => {
    const first = await importFiles(plan, options({ hardlink }), signal);
    await writeFile(join(winter(), "metadata.json"), "added by a media server");
    expect(await importFiles(plan, options({ hardlink }), signal)).toEqual(first);
    expect(await readdir(join(libraryDir, "Ana Lühr"))).toEqual(["Winter"]);
  });

  it("gives way to what is there already, and finds its own place again", async () => {
    await mkdir(winter(), { recursive: true });
    await writeFile(join(winter(), "other.mp3"), "another recording");
    expect(await importFiles(plan, options(), signal)).toMatchObject({ path: winter("Winter {Ray}") });
    const again = await importFiles({ ...plan, files: plan.files.slice(1) }, options({ stageName: "2" }), signal);
    expect(again.path).toBe(winter("Winter (2)"));
    await rm(winter(), { recursive: true });
    expect(await importFiles(plan, options(), signal)).toMatchObject({ path: winter("Winter {Ray}") });
    await mkdir(winter());
    await writeFile(join(winter(), "x"), "");
    await expect(importFiles({ ...plan, files: plan.files.slice(0, 1) }, options(), signal)).rejects.toMatchObject({
      code: "CONFLICT",
      message: `Another book or folder is already at ${winter()}.`,
    });
    expect(await contentOf(winter("Winter {Ray}"))).toEqual(whole);
  });

  it("takes the same names and sizes with other bytes for something else", async () => {
    await importFiles(plan, options({ hardlink: false }), signal);
    await writeFile(join(winter(), "cover.jpg"), "PICTURE");
    expect(await importFiles(plan, options(), signal)).toMatchObject({ path: winter("Winter {Ray}") });
  });

  it("makes a leftover stage anew", async () => {
    const stage = join(libraryDir, ".readmeabook-import/stage-1");
    await mkdir(join(stage, "Disc 1"), { recursive: true });
    await writeFile(join(stage, "Disc 1/01.mp3"), Buffer.alloc(bytes["CD1/01.mp3"].length));
    await writeFile(join(stage, "stray.mp3"), "");
    await importFiles(plan, options(), signal);
    expect(await contentOf(libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
  });

  it("stops when it is told to, and leaves nothing behind", async () => {
    const controller = new AbortController();
    const handle = await open(plan.files[0]!.from);
    const prototype: typeof handle = Object.getPrototypeOf(handle);
    await handle.close();
    const read = prototype.read;
    vi.spyOn(prototype, "read").mockImplementationOnce(function (this: typeof handle, ...parameters: unknown[]) {
      controller.abort();
      return Reflect.apply(read, this, parameters);
    });
    await expect(importFiles(plan, options({ hardlink: false }), controller.signal)).rejects.toThrow("aborted");
    expect(await contentOf(libraryDir)).toEqual({});
  });
});

describe("what an import refuses", () => {
  it("says that the disk is full before it copies anything", async () => {
    const huge = join(dir, "download/huge.m4b");
    await writeFile(huge, "");
    await truncate(huge, 2 ** 43);
    const tooMuch = { ...plan, files: [...plan.files, { from: huge, to: "huge.m4b", sizeBytes: 2 ** 43 }] };
    await expect(importFiles(tooMuch, options({ hardlink: false }), signal)).rejects.toMatchObject({
      code: "DISK_FULL",
      retryable: true,
      message: expect.stringMatching(/^The library's disk is full: 8796\.1 GB needed, \d+\.\d+ GB free/),
    });
    expect(await contentOf(libraryDir)).toEqual({});
    expect(await importFiles(tooMuch, options(), signal)).toMatchObject({ linked: 4 });
  });

  it("says that the disk is full when it fills up meanwhile, and leaves no part of the book", async () => {
    const handle = await open(plan.files[0]!.from);
    vi.spyOn(Object.getPrototypeOf(handle), "write").mockRejectedValue(
      Object.assign(new Error("full"), { code: "ENOSPC" }),
    );
    await handle.close();
    await expect(importFiles(plan, options({ hardlink: false }), signal)).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(await contentOf(libraryDir)).toEqual({});
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
        await rename(dirname(path), join(dir, "download/real"));
        await symlink("real", dirname(path));
      },
      "CONTENT_MISSING",
      "changed while",
    ],
  ])("refuses a file that %s", async (_, spoil, code, sentence) => {
    await spoil(plan.files[1]!.from);
    for (const hardlink of [true, false]) {
      await expect(importFiles(plan, options({ hardlink }), signal)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(sentence),
      });
    }
    expect(await contentOf(libraryDir)).toEqual({});
  });

  it("refuses what it opened through a link that is gone a moment later", async () => {
    const folder = dirname(plan.files[1]!.from);
    await mkdir(join(dir, "private"));
    await writeFile(join(dir, "private/01.mp3"), Buffer.alloc(5000, "not for you"));
    await rename(folder, `${folder}.real`);
    await symlink("../private", folder);
    const handle = await open(plan.files[0]!.from);
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
    const second = { ...plan, files: plan.files.slice(1) };
    await expect(importFiles(second, options(), signal)).rejects.toMatchObject({ code: "CONTENT_MISSING" });
    expect(await contentOf(libraryDir)).toEqual({});
  });

  it("writes through a link inside the library, and through none that leads out", async () => {
    await mkdir(join(dir, "outside"));
    await symlink(join(dir, "outside"), join(libraryDir, "Ana Lühr"));
    await expect(importFiles(plan, options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("a link that leads out of the library"),
    });
    expect(await readdir(join(dir, "outside"))).toEqual([]);
    await rm(join(libraryDir, "Ana Lühr"));
    await mkdir(join(libraryDir, "L/Ana"), { recursive: true });
    await symlink("L/Ana", join(libraryDir, "Ana Lühr"));
    expect(await importFiles(plan, options(), signal)).toMatchObject({ path: join(libraryDir, "L/Ana/Winter") });
  });

  it("never follows a link in place of its own stage", async () => {
    await mkdir(join(libraryDir, "Precious"));
    await writeFile(join(libraryDir, "Precious/book.m4b"), "mine");
    await mkdir(join(libraryDir, ".readmeabook-import"));
    await symlink("../Precious", join(libraryDir, ".readmeabook-import/stage-1"));
    await importFiles(plan, options(), signal);
    expect(await contentOf(libraryDir)).toEqual({
      ...wholeAt("Ana Lühr/Winter"),
      "Precious/book.m4b": digest("mine"),
    });
    await rm(join(libraryDir, ".readmeabook-import"), { recursive: true });
    await symlink(dir, join(libraryDir, ".readmeabook-import"));
    await expect(importFiles(plan, options(), signal)).rejects.toMatchObject({ code: "LIBRARY_UNUSABLE" });
  });

  it.each([[["..", "escape"]], [["Ana", ".."]], [["a/../../b"]], [[""]], [[]]])(
    "refuses the folder %j",
    async (folder) => {
      await expect(importFiles({ ...plan, folder, otherNames: [] }, options(), signal)).rejects.toMatchObject({
        code: expect.stringMatching(/LIBRARY_UNUSABLE|CONFLICT/),
      });
      expect(await readdir(dir)).toEqual(["download", "library"]);
    },
  );

  it("refuses a library that is not there, and does not make one", async () => {
    await rm(libraryDir, { recursive: true });
    await expect(importFiles(plan, options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("Is its disk mounted"),
    });
    await expect(lstat(libraryDir)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("refuses an author's folder that is a file", async () => {
    await writeFile(join(libraryDir, "Ana Lühr"), "");
    await expect(importFiles(plan, options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("is a file"),
    });
  });

  it.skipIf(process.getuid?.() === 0)("says that it may not write to the library", async () => {
    await chmod(libraryDir, 0o555);
    await expect(importFiles(plan, options(), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
      message: expect.stringContaining("write access"),
    });
    await chmod(libraryDir, 0o755);
  });
});

describe("stageImport and placeImport", () => {
  it("shows nothing before the second step, and may both run twice", async () => {
    await stageImport(plan, options(), signal);
    const staged = await stageImport(plan, options(), signal);
    expect(staged.finalPath).toBe(winter());
    expect(await readdir(libraryDir)).toEqual([".readmeabook-import"]);
    const placed = await placeImport(staged);
    expect(await placeImport(staged)).toEqual(placed);
    expect(await contentOf(libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
  });

  it("refuses a place that was taken in between, and gets another one when it is staged again", async () => {
    const staged = await stageImport(plan, options(), signal);
    await mkdir(winter(), { recursive: true });
    await writeFile(join(winter(), "other.mp3"), "another recording");
    await expect(placeImport(staged)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await placeImport(await stageImport(plan, options(), signal))).path).toBe(winter("Winter {Ray}"));
    expect(await readFile(join(winter(), "other.mp3"), "utf8")).toBe("another recording");
  });

  it("says so when the stage was removed in between", async () => {
    const staged = await stageImport(plan, options(), signal);
    await removeStage(libraryDir, "stage-1");
    await removeStage(libraryDir, "stage-1");
    await expect(placeImport(staged)).rejects.toMatchObject({ code: "CONTENT_MISSING", retryable: true });
  });

  it.each(["..", "", "a/b"])("refuses %j as the name of a stage", async (stageName) => {
    await expect(stageImport(plan, options({ stageName }), signal)).rejects.toMatchObject({ code: "LIBRARY_UNUSABLE" });
    await expect(removeStage(libraryDir, stageName)).rejects.toMatchObject({ code: "LIBRARY_UNUSABLE" });
  });
});
