/** What a hostile torrent left on the disk, through the whole import: look, read tags, plan, put into the library. */
import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { link, mkdir, mkdtemp, readdir, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeM4b, fakeMp3 } from "../testing/fakes/audio.ts";
import { importFiles } from "./import-files.ts";
import { planImport } from "./import-plan.ts";
import { defaultPathTemplate, type TemplateBook } from "./path-template.ts";
import { readContent } from "./read-content.ts";
import { readContentTags } from "./read-content-tags.ts";

const { signal } = new AbortController();
const libraryPath = "library";
let root: string;
let download: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "hostile-torrent-")));
  download = join(root, "downloads/Book");
  for (const folder of [libraryPath, "downloads/Book", "private"]) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, "private/diary.mp3"), fakeMp3({ seconds: 3_600 }));
});
afterEach(() => rm(root, { recursive: true }));

const audio = (track = 1) => fakeMp3({ seconds: 3_600, album: "Winter", track });
async function put(name: string, bytes: Uint8Array = audio()): Promise<void> {
  await mkdir(dirname(join(download, name)), { recursive: true });
  await writeFile(join(download, name), bytes);
}

/** @returns the files of the library, or the sentence with which it was refused. */
async function bringIn(book: Partial<TemplateBook> = {}, template = defaultPathTemplate): Promise<string[] | string> {
  const content = await readContent(download);
  const tags = await readContentTags(content, signal);
  const wanted = { title: "Winter", author: "Ana Lühr", durationMinutes: null, ...book };
  const plan = planImport({ content, tags, book: wanted, template });
  if ("refusal" in plan) return plan.refusal;
  await importFiles(plan, { libraryDir: join(root, libraryPath), stageName: "stage", hardlink: true }, signal);
  return listFiles(join(root, libraryPath));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) expect(entry.isFile() || entry.isDirectory(), entry.name).toBe(true);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Whatever came of it: nothing else was written, and nothing of it was run. */
async function expectNothingElse(): Promise<void> {
  expect((await readdir(root)).sort()).toEqual(["downloads", "library", "private"]);
  expect(await readdir(join(root, "private"))).toEqual(["diary.mp3"]);
  expect(await readdir(join(root, "downloads"))).toEqual(["Book"]);
}
afterEach(expectNothingElse);

describe("a hostile torrent", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ["a link to a file", () => symlink(join(root, "private/diary.mp3"), join(download, "1.mp3")), "1.mp3 is a link"],
    ["a link to a folder", () => symlink("/", join(download, "root")), "root is a link"],
    ["a link to itself", () => symlink(".", join(download, "loop")), "loop is a link"],
    ["a link to nothing", () => symlink("gone", join(download, "1.mp3")), "1.mp3 is a link"],
    ["a pipe", async () => execFileSync("mkfifo", [join(download, "pipe.mp3")]), "pipe.mp3 is no regular file"],
    [
      "a socket",
      () => new Promise<void>((done) => createServer().unref().listen(join(download, "socket.mp3"), done)),
      "socket.mp3 is no regular file",
    ],
    ["folders without an end", () => put(`${"d/".repeat(200)}1.mp3`), "lies too deep"],
  ])("with %s beside the book is refused with the reason", async (_, plant, reason) => {
    await put("Winter.mp3");
    await plant();
    expect(await bringIn()).toContain(`The download was not taken: `);
    expect(await bringIn()).toContain(reason);
    expect(await listFiles(join(root, libraryPath))).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0)("with a device that has no end is refused with the reason", async (context) => {
    try {
      execFileSync("mknod", [join(download, "zero.mp3"), "c", "1", "5"], { stdio: "ignore" });
    } catch {
      context.skip();
    }
    expect(await bringIn()).toContain("zero.mp3 is no regular file");
  });

  it.each([
    "$(touch pwned).mp3",
    "`touch pwned`.mp3",
    ";touch pwned;.mp3",
    "| touch pwned.mp3",
    "-i -f data.mp3",
    "--output=pwned.mp3",
    "concat:..|private|diary.mp3",
    "file:..%2fprivate%2fdiary.mp3",
    "x\\..\\..\\windows.mp3",
    "…/x.mp3",
    "line\nbreak\r.mp3",
    "\u202e3pm.exe.mp3",
    "CON.mp3",
    "nul.mp3",
    " .mp3",
    "~.mp3",
    `${"x".repeat(251)}.mp3`,
    `${"ü".repeat(125)}.mp3`,
    `${"😀".repeat(62)}.mp3`,
  ])("that calls its only file %j is imported under the title", async (name) => {
    await put(name);
    expect(await bringIn()).toEqual(["Ana Lühr/Winter/Winter.mp3"]);
  });

  it("that gives several files such names gets names of ours, each of them within a folder", async () => {
    const hostile = [
      "CON.mp3",
      "x\\..\\..\\y.mp3",
      "$(touch pwned).mp3",
      "a:b*c?.mp3",
      `${"ü".repeat(125)}.mp3`,
      "NUL.mp3",
    ];
    for (const [index, name] of hostile.entries()) await put(name, audio(index + 1));
    const files = await bringIn();
    expect(files).toHaveLength(6);
    for (const file of files) {
      const name = file.slice("Ana Lühr/Winter/".length);
      expect(name).toMatch(/^[^\p{Cc}<>:"/\\|?*]+\.mp3$/u);
      expect(name).not.toMatch(/^(con|nul)\./i);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    }
  });

  it.each(["..\\..\\windows.mp3", "..mp3", ".mp3"])("that hides its only file as %j is refused", async (name) => {
    await put(name);
    expect(await bringIn()).toBe("The download holds no audio.");
  });

  it("that is sparse and huge is linked, not copied", async () => {
    await put("Winter.mp3");
    await truncate(join(download, "Winter.mp3"), 2 ** 42);
    expect(await bringIn()).toEqual(["Ana Lühr/Winter/Winter.mp3"]);
  });

  it("that shares a file with another download leaves that one as it is", async () => {
    await link(join(root, "private/diary.mp3"), join(download, "1.mp3"));
    expect(await bringIn()).toEqual(["Ana Lühr/Winter/Winter.mp3"]);
  });

  it.each([
    ["an ELF", Buffer.from("\x7fELF\x02\x01\x01\0".padEnd(4096, "\0"), "latin1")],
    ["a web page", Buffer.from("<!DOCTYPE html><script>alert(1)</script>")],
    ["an atom of 2 GB", Buffer.from("7fffffff66747970" + "00".repeat(64), "hex")],
    ["an atom of no bytes", Buffer.from("0000000066747970" + "00000000".repeat(64), "hex")],
    ["a tag of 256 MB", Buffer.from("ID3\x04\0\0\x7f\x7f\x7f\x7f".padEnd(256, "\0"), "latin1")],
    ["nothing", Buffer.alloc(0)],
  ])("whose audio is %s is refused", async (_, bytes) => {
    await put("Winter.m4b", bytes);
    expect(await bringIn()).toMatch(/cannot be read/);
  });
});

describe("names from tags and catalogs", () => {
  it.each([
    "../../private",
    "/etc/cron.d",
    "..",
    "",
    "...",
    "a/../../b",
    "\0",
    "CON",
    "x".repeat(300),
    "ü".repeat(300),
    "$(touch pwned)",
    "C:\\Windows",
  ])("never lead out of the library: %j", async (name) => {
    await put("Winter.m4b", fakeM4b({ seconds: 3_600, album: name, artist: name, albumArtist: name, title: name }));
    const files = await bringIn(
      { title: name, author: name, series: name, narrator: name },
      "{author}/{series}/{title}",
    );
    expect(files).toHaveLength(1);
    for (const part of files[0]!.split("/")) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
  });

  it.each(["../../{title}", "/etc/{title}", "{author}/../../{title}", "..\\{title}", "./{title}", "~/{title}"])(
    "stay in the library whatever template was stored: %s",
    async (template) => {
      await put("Winter.mp3");
      const files = await bringIn({}, template);
      expect(files).toHaveLength(1);
      expect(files[0]).toMatch(/Winter\.mp3$/);
    },
  );
});
