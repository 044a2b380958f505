import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { importFiles, placeImport, removeStage, stageImport } from "./import-files.ts";
import { contentOf, memory, useImportPlace, whole, wholeAt } from "./import-test-place.ts";

const place = useImportPlace();
const { signal } = new AbortController();
const winter = (name = "Winter") => join(place.libraryDir, "Ana Lühr", name);
const expectUntouched = async () =>
  expect(Object.values(await contentOf(join(place.dir, "download"))).sort()).toEqual(Object.values(whole).sort());
afterEach(() => vi.restoreAllMocks());

describe("importFiles", () => {
  it("links every file where the disk can, and leaves the download as it was", async () => {
    expect(await importFiles(place.plan, place.options(), signal)).toEqual({ path: winter(), linked: 3, copied: 0 });
    expect(await contentOf(place.libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
    for (const file of place.plan.files)
      expect((await stat(file.from)).ino).toBe((await stat(join(winter(), file.to))).ino);
    await expectUntouched();
  });

  it("copies when it shall not link", async () => {
    expect(await importFiles(place.plan, place.options({ hardlink: false }), signal)).toEqual({
      path: winter(),
      linked: 0,
      copied: 3,
    });
    expect(await contentOf(place.libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
    for (const file of place.plan.files)
      expect((await stat(file.from)).ino).not.toBe((await stat(join(winter(), file.to))).ino);
    await expectUntouched();
  });

  it.skipIf(memory === tmpdir())("copies what lies on another disk", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "import-files-"));
    try {
      const from = join(elsewhere, "01.mp3");
      await copyFile(place.plan.files[0]!.from, from);
      const across = { ...place.plan, files: [{ ...place.plan.files[0]!, from }, ...place.plan.files.slice(1)] };
      expect(await importFiles(across, place.options(), signal)).toMatchObject({ linked: 2, copied: 1 });
      expect(await contentOf(winter())).toEqual(whole);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it.each([true, false])("recognises its own work when it runs again (hardlink: %s)", async (hardlink) => {
    const first = await importFiles(place.plan, place.options({ hardlink }), signal);
    await writeFile(join(winter(), "metadata.json"), "added by a media server");
    expect(await importFiles(place.plan, place.options({ hardlink }), signal)).toEqual(first);
    expect(await readdir(join(place.libraryDir, "Ana Lühr"))).toEqual(["Winter"]);
  });

  it("gives way to what is there already, and finds its own place again", async () => {
    await mkdir(winter(), { recursive: true });
    await writeFile(join(winter(), "other.mp3"), "another recording");
    expect(await importFiles(place.plan, place.options(), signal)).toMatchObject({ path: winter("Winter {Ray}") });
    const again = await importFiles(
      { ...place.plan, files: place.plan.files.slice(1) },
      place.options({ stageName: "2" }),
      signal,
    );
    expect(again.path).toBe(winter("Winter (2)"));
    await rm(winter(), { recursive: true });
    expect(await importFiles(place.plan, place.options(), signal)).toMatchObject({ path: winter("Winter {Ray}") });
    await mkdir(winter());
    await writeFile(join(winter(), "x"), "");
    await expect(
      importFiles({ ...place.plan, files: place.plan.files.slice(0, 1) }, place.options(), signal),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      message: `Another book or folder is already at ${winter()}.`,
    });
    expect(await contentOf(winter("Winter {Ray}"))).toEqual(whole);
  });

  it("takes the same names and sizes with other bytes for something else", async () => {
    await importFiles(place.plan, place.options({ hardlink: false }), signal);
    await writeFile(join(winter(), "cover.jpg"), "PICTURE");
    expect(await importFiles(place.plan, place.options(), signal)).toMatchObject({ path: winter("Winter {Ray}") });
  });

  it("makes a leftover stage anew", async () => {
    const stage = join(place.libraryDir, ".readmeabook-import/stage-1");
    await mkdir(join(stage, "Disc 1"), { recursive: true });
    await writeFile(join(stage, "Disc 1/01.mp3"), Buffer.alloc(place.plan.files[0]!.sizeBytes));
    await writeFile(join(stage, "stray.mp3"), "");
    await importFiles(place.plan, place.options(), signal);
    expect(await contentOf(place.libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
  });

  it("stops when it is told to, and leaves nothing behind", async () => {
    const controller = new AbortController();
    const handle = await open(place.plan.files[0]!.from);
    const prototype: typeof handle = Object.getPrototypeOf(handle);
    await handle.close();
    const read = prototype.read;
    vi.spyOn(prototype, "read").mockImplementationOnce(function (this: typeof handle, ...parameters: unknown[]) {
      controller.abort();
      return Reflect.apply(read, this, parameters);
    });
    await expect(importFiles(place.plan, place.options({ hardlink: false }), controller.signal)).rejects.toThrow(
      "aborted",
    );
    expect(await contentOf(place.libraryDir)).toEqual({});
  });
});

describe("stageImport and placeImport", () => {
  it("shows nothing before the second step, and may both run twice", async () => {
    await stageImport(place.plan, place.options(), signal);
    const staged = await stageImport(place.plan, place.options(), signal);
    expect(staged.finalPath).toBe(winter());
    expect(await readdir(place.libraryDir)).toEqual([".readmeabook-import"]);
    const placed = await placeImport(staged);
    expect(await placeImport(staged)).toEqual(placed);
    expect(await contentOf(place.libraryDir)).toEqual(wholeAt("Ana Lühr/Winter"));
  });

  it("refuses a place that was taken in between, and gets another one when it is staged again", async () => {
    const staged = await stageImport(place.plan, place.options(), signal);
    await mkdir(winter(), { recursive: true });
    await writeFile(join(winter(), "other.mp3"), "another recording");
    await expect(placeImport(staged)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await placeImport(await stageImport(place.plan, place.options(), signal))).path).toBe(
      winter("Winter {Ray}"),
    );
    expect(await readFile(join(winter(), "other.mp3"), "utf8")).toBe("another recording");
  });

  it("says so when the stage was removed in between", async () => {
    const staged = await stageImport(place.plan, place.options(), signal);
    await removeStage(place.libraryDir, "stage-1");
    await removeStage(place.libraryDir, "stage-1");
    await expect(placeImport(staged)).rejects.toMatchObject({ code: "CONTENT_MISSING", retryable: true });
  });

  it.each(["..", "", "a/b"])("refuses %j as the name of a stage", async (stageName) => {
    await expect(stageImport(place.plan, place.options({ stageName }), signal)).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
    });
    await expect(removeStage(place.libraryDir, stageName)).rejects.toMatchObject({ code: "LIBRARY_UNUSABLE" });
  });
});
