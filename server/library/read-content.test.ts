import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readContent } from "./read-content.ts";

let dir: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), "read-content-")));
  await mkdir(join(dir, "Book/CD1"), { recursive: true });
  await writeFile(join(dir, "Book/CD1/01.mp3"), "abc");
});
afterEach(() => rm(dir, { recursive: true }));

describe("readContent", () => {
  it("lists the files of a folder, however deep", async () => {
    await writeFile(join(dir, "Book/cover.jpg"), "12345");
    const content = await readContent(join(dir, "Book"));
    expect(content.name).toBe("Book");
    expect(content.refused).toEqual([]);
    expect(content.files).toHaveLength(2);
    expect(content.files).toEqual(
      expect.arrayContaining([
        { path: join(dir, "Book/CD1/01.mp3"), relativePath: "CD1/01.mp3", sizeBytes: 3 },
        { path: join(dir, "Book/cover.jpg"), relativePath: "cover.jpg", sizeBytes: 5 },
      ]),
    );
  });

  it("takes a single file, and a parent that is a link", async () => {
    await symlink(join(dir, "Book/CD1"), join(dir, "downloads"));
    expect(await readContent(join(dir, "downloads/01.mp3"))).toEqual({
      name: "01.mp3",
      files: [{ path: join(dir, "Book/CD1/01.mp3"), relativePath: "01.mp3", sizeBytes: 3 }],
      refused: [],
    });
  });

  it("refuses links, pipes and what lies too deep, and follows none of them", async () => {
    await symlink("/etc/passwd", join(dir, "Book/02.mp3"));
    await symlink("/", join(dir, "Book/root"));
    await symlink(".", join(dir, "Book/loop"));
    execFileSync("mkfifo", [join(dir, "Book/pipe.mp3")]);
    const deep = "Book/1/2/3/4/5/6/7/8";
    await mkdir(join(dir, deep), { recursive: true });
    await writeFile(join(dir, deep, "03.mp3"), "");
    const { files, refused } = await readContent(join(dir, "Book"));
    expect(files.map((file) => file.relativePath)).toEqual(["CD1/01.mp3"]);
    expect([...refused].sort()).toEqual([
      "02.mp3 is a link",
      "1/2/3/4/5/6/7/8 lies too deep",
      "loop is a link",
      "pipe.mp3 is no regular file",
      "root is a link",
    ]);
  });

  it("refuses content that is itself a link", async () => {
    await symlink("Book", join(dir, "Link"));
    expect(await readContent(join(dir, "Link"))).toEqual({ name: "Link", files: [], refused: ["Link is a link"] });
  });

  it.each(["..", "Book/..", "../read", "Book/../Book", ".", "Book/CD1/.", "Book/../../other"])(
    "refuses a download that is called %j, which leads out of its folder",
    async (name) => {
      await expect(readContent(`${dir}/${name}`)).rejects.toMatchObject({ code: "CONTENT_REFUSED" });
    },
  );

  it("says so when nothing is there", async () => {
    await expect(readContent(join(dir, "Gone/Book"))).rejects.toMatchObject({
      code: "CONTENT_MISSING",
      retryable: true,
      message: expect.stringContaining("check its path mapping"),
    });
  });

  it("refuses a heap of files", async () => {
    execFileSync("sh", ["-c", "seq 10000 | xargs touch"], { cwd: join(dir, "Book") });
    await expect(readContent(join(dir, "Book"))).rejects.toMatchObject({ code: "CONTENT_REFUSED" });
  });
});
