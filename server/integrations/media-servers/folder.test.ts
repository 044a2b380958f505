import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeM4b, fakeMp3 } from "../../testing/fakes/audio.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { folder } from "./folder.ts";
import { describeMediaServer, type ContractBook } from "./media-server.contract.ts";
import type { MediaServer, MediaServerItem } from "./media-server.ts";

const open = (libraryDir: string) => folder.open({}, { ...makeIntegrationRuntime(), libraryDir });

async function put(library: string, path: string, bytes: Uint8Array | string = fakeM4b()): Promise<void> {
  await mkdir(dirname(join(library, path)), { recursive: true });
  await writeFile(join(library, path), bytes);
}

describeMediaServer("a library folder", async (books) => {
  const libraryPath = await mkdtemp(join(tmpdir(), "folder-"));
  const add = ({ folder: path, title, author, narrator, asin, durationMinutes }: ContractBook) =>
    put(
      libraryPath,
      `${path}/${title}.m4b`,
      fakeM4b({ album: title, artist: author, narrator, asin, seconds: durationMinutes * 60 }),
    );
  for (const book of books) await add(book);
  return {
    server: await open(libraryPath),
    unavailable: await open(join(libraryPath, "not-mounted")),
    libraryPath,
    add,
    close: () => rm(libraryPath, { recursive: true }),
  };
});

describe("a library folder", () => {
  let library: string;
  let server: MediaServer;
  const { signal } = new AbortController();
  beforeEach(async () => {
    library = await mkdtemp(join(tmpdir(), "folder-"));
    server = await open(library);
  });
  afterEach(() => rm(library, { recursive: true }));

  async function all(): Promise<MediaServerItem[]> {
    const items: MediaServerItem[] = [];
    for await (const page of server.items(signal)) items.push(...page);
    return items;
  }
  const paths = async () => (await all()).map((item) => item.path.slice(library.length + 1));

  it("is empty when it is empty", async () => {
    expect(await all()).toEqual([]);
    expect(await server.check(signal)).toEqual({
      version: null,
      message: "The folder can be read and written to, and holds 0 books.",
    });
  });

  it("makes one book of a folder with many files and of its discs, and adds up their running time", async () => {
    for (const disc of [1, 2]) {
      for (const track of [1, 2]) {
        const bytes = fakeMp3({ album: "Winter", artist: "Ana Lühr", seconds: 3600, title: `Track ${track}` });
        await put(library, `Ana Lühr/Winter/CD ${disc}/0${track}.mp3`, bytes);
      }
    }
    expect(await all()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        guid: "folder://Ana Lühr/Winter",
        libraryId: "folder",
        title: "Winter",
        author: "Ana Lühr",
        narrator: null,
        asin: null,
        durationMinutes: 240,
        path: join(library, "Ana Lühr/Winter"),
      },
    ]);
  });

  it("falls back to the names of folders for what the files do not say, broken ones too", async () => {
    await put(library, "Ana Lühr/Seasons/Winter [B0ABCDEFGH]/a.mp3", "not audio");
    await put(library, "Bo Berg/Spring/b.m4b", fakeM4b({ seconds: 600 }));
    expect(await all()).toMatchObject([
      { title: "Winter", author: "Ana Lühr", asin: "B0ABCDEFGH", durationMinutes: null },
      { title: "Spring", author: "Bo Berg", asin: null, durationMinutes: 10 },
    ]);
  });

  it("takes files in the root, and files that are albums of their own, for a book each", async () => {
    await put(library, "Summer.m4b");
    await put(library, "Ana/1.m4b", fakeM4b({ album: "Winter" }));
    await put(library, "Ana/2.m4b", fakeM4b({ album: "Spring" }));
    expect(await all()).toMatchObject([
      { title: "Summer", author: null, path: join(library, "Summer.m4b") },
      { title: "Winter", author: "Ana", path: join(library, "Ana/1.m4b") },
      { title: "Spring", author: "Ana", path: join(library, "Ana/2.m4b") },
    ]);
    expect(await server.itemsUnder(join(library, "Summer.m4b"), signal)).toMatchObject([{ title: "Summer" }]);
  });

  it("finds books at any depth up to eight folders, and takes no folder for audio", async () => {
    await put(library, "a/b/c/Winter/1.m4b");
    await put(library, "Spring.mp3/1.m4b");
    await put(library, "1/2/3/4/5/6/7/8/1.m4b");
    await put(library, "1/2/3/4/5/6/7/8/9/1.m4b");
    expect(await paths()).toEqual(["1/2/3/4/5/6/7/8", "a/b/c/Winter", "Spring.mp3"]);
  });

  it("ignores what is hidden, what is no audio, and links", async () => {
    await put(library, ".readmeabook-import/stage/1.m4b");
    await put(library, "Ana/Winter/._1.m4b");
    await put(library, "Ana/Winter/cover.jpg");
    await symlink(library, join(library, "loop"));
    await symlink("/etc", join(library, "etc"));
    expect(await all()).toEqual([]);
    expect(await server.itemsUnder(join(library, ".readmeabook-import/stage"), signal)).toEqual([]);
    expect(await server.itemsUnder(join(library, ".."), signal)).toEqual([]);
    expect(await server.itemsUnder("/etc", signal)).toEqual([]);
  });

  it("keeps the guid of a very long path within 255 characters", async () => {
    const path = `${"a".repeat(200)}/${"b".repeat(200)}`;
    await put(library, `${path}/1.m4b`);
    const [item] = await all();
    expect(item?.guid).toBe(`folder://${item?.id}`);
  });

  it.skipIf(process.getuid?.() === 0)(
    "throws when one folder cannot be read, so that its books do not seem gone",
    async () => {
      await put(library, "Ana/Winter/1.m4b");
      await chmod(join(library, "Ana"), 0);
      await expect(all()).rejects.toMatchObject({
        code: "UPSTREAM_UNAVAILABLE",
        message: expect.stringContaining("/Ana cannot be read"),
      });
      await chmod(join(library, "Ana"), 0o755);
    },
  );
});
