import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeM4b, fakeMp3 } from "../testing/fakes/audio.ts";
import { readAudioTags } from "./audio-tags.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "audio-tags-"));
});
afterAll(() => rm(dir, { recursive: true }));

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  await writeFile(join(dir, name), bytes);
  return join(dir, name);
}

const said = {
  seconds: 36_000,
  title: "Chapter 3",
  album: "The Long Winter",
  artist: "Somebody Else",
  albumArtist: "Ana Lühr",
  narrator: "\ufeffRay\u200b  Porter\0",
  asin: "b0abcdefgh",
  track: 3,
  disc: 2,
  cover: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]),
};
const read = {
  title: "Chapter 3",
  album: "The Long Winter",
  author: "Ana Lühr",
  narrator: "Ray Porter",
  asin: "B0ABCDEFGH",
  trackNumber: 3,
  discNumber: 2,
  hasCover: true,
  chapterCount: 0,
};

describe("readAudioTags", () => {
  it("reads an MP3", async () => {
    const tags = await readAudioTags(await file("a.mp3", fakeMp3(said)));
    expect(tags).toMatchObject({ ...read, container: "MPEG" });
    expect(tags?.durationSeconds).toBeCloseTo(36_000, 0);
  });

  it("reads an M4B", async () => {
    const tags = await readAudioTags(await file("a.m4b", fakeM4b(said)));
    expect(tags).toMatchObject({ ...read, durationSeconds: 36_000, container: expect.stringContaining("M4B") });
  });

  it("says null for what a file does not say, and takes no other text for an ASIN", async () => {
    const tags = await readAudioTags(await file("bare.m4b", fakeM4b({ asin: "SEE WEBSITE", artist: "Ana Lühr" })));
    expect(tags).toMatchObject({
      title: null,
      album: null,
      author: "Ana Lühr",
      narrator: null,
      asin: null,
      hasCover: false,
    });
  });

  it.each([
    ["an empty file", ""],
    ["a web page", "<html><body>503 Service Unavailable</body></html>"],
    ["random bytes", Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))],
    ["tags without sound", fakeMp3(said).subarray(0, 150)],
  ])("says null for %s", async (_, bytes) => {
    expect(await readAudioTags(await file("broken.mp3", bytes))).toBeNull();
    expect(await readAudioTags(await file("broken.m4b", bytes))).toBeNull();
  });

  it("says null for what is not there, a folder and a link to audio", async () => {
    const audio = await file("real.mp3", fakeMp3());
    await symlink(audio, join(dir, "link.mp3"));
    expect(await readAudioTags(join(dir, "absent.mp3"))).toBeNull();
    expect(await readAudioTags(dir)).toBeNull();
    expect(await readAudioTags(join(dir, "link.mp3"))).toBeNull();
  });

  it("waits for no pipe", async () => {
    execFileSync("mkfifo", [join(dir, "pipe.mp3")]);
    expect(await readAudioTags(join(dir, "pipe.mp3"))).toBeNull();
    expect(await readAudioTags(await file("after.mp3", fakeMp3(said)))).toMatchObject(read);
  });

  it("takes a big cover, and reads none beyond 32 MB", async () => {
    const withCover = (bytes: number) => file("cover.mp3", fakeMp3({ ...said, cover: Buffer.alloc(bytes, 1) }));
    expect(await readAudioTags(await withCover(1_000_000))).toMatchObject(read);
    expect(await readAudioTags(await withCover(34_000_000))).toBeNull();
  });

  it("gives up a file that takes too long, and reads the next one", async () => {
    const endless = await file("endless.mp3", "");
    await truncate(endless, 2 ** 36);
    expect(await readAudioTags(endless, 300)).toBeNull();
    expect(await readAudioTags(await file("after.mp3", fakeMp3(said)))).toMatchObject(read);
  });

  it("survives mutated files and answers many at once", async () => {
    const whole = [fakeMp3(said), fakeM4b(said)];
    let seed = 42;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const paths = await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const bytes = Buffer.from(whole[i % 2]!);
        for (let n = 0; n < 4; n++) bytes[random(bytes.length)] = random(256);
        return file(`mutated-${i}.${i % 2 ? "m4b" : "mp3"}`, bytes);
      }),
    );
    const answers = await Promise.all(paths.map((path) => readAudioTags(path)));
    expect(answers.filter((tags) => tags !== null).length).toBeGreaterThan(50);
    expect(await readAudioTags(await file("after.mp3", fakeMp3(said)))).toMatchObject(read);
  });
});
