import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeM4b, fakeMp3 } from "../testing/fakes/audio.ts";
import { planImport } from "./import-plan.ts";
import { readContent } from "./read-content.ts";
import { readContentTags } from "./read-content-tags.ts";

let dir: string;
beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), "read-content-tags-")));
  await mkdir(join(dir, "Pack/Autumn"), { recursive: true });
  await writeFile(join(dir, "Pack/Autumn/a.m4b"), fakeM4b({ seconds: 30_000, album: "Autumn" }));
  await writeFile(join(dir, "Pack/b.mp3"), fakeMp3({ seconds: 36_000, album: "Winter" }));
  await writeFile(join(dir, "Pack/broken.mp3"), "not audio");
  await writeFile(join(dir, "Pack/notes.txt"), "");
});
afterAll(() => rm(dir, { recursive: true }));

describe("readContentTags", () => {
  it("reads the audio files only, and has null for one that is broken", async () => {
    const tags = await readContentTags(await readContent(join(dir, "Pack")), new AbortController().signal);
    expect([...tags.keys()].sort()).toEqual(
      ["Autumn/a.m4b", "b.mp3", "broken.mp3"].map((name) => join(dir, "Pack", name)),
    );
    expect(tags.get(join(dir, "Pack/b.mp3"))?.durationSeconds).toBeCloseTo(36_000, 0);
    expect(tags.get(join(dir, "Pack/broken.mp3"))).toBeNull();
  });

  it("says enough to plan an import of one book of a pack", async () => {
    await rm(join(dir, "Pack/broken.mp3"));
    const content = await readContent(join(dir, "Pack"));
    const tags = await readContentTags(content, new AbortController().signal);
    const book = { title: "Winter", author: "Ana Lühr", durationMinutes: 600 };
    expect(planImport({ content, tags, book, template: "{author}/{title}" })).toMatchObject({
      folder: ["Ana Lühr", "Winter"],
      files: [{ from: join(dir, "Pack/b.mp3"), to: "Winter.mp3" }],
    });
  });

  it("stops when it is told to", async () => {
    const content = await readContent(join(dir, "Pack"));
    await expect(readContentTags(content, AbortSignal.abort())).rejects.toThrow("aborted");
  });
});
