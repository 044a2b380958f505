import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeImported } from "./remove-imported.ts";

let dir: string;
let library: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "remove-imported-"));
  library = join(dir, "library");
  for (const path of [
    "Ana/Winter/Winter.m4b",
    "Ana/Sets/Disc 1/01.mp3",
    "Ana/Sets/Disc 2/01.mp3",
    "Bo/Series/One/One.m4b",
    "Cy/Cy.m4b",
  ]) {
    await mkdir(dirname(join(library, path)), { recursive: true });
    await writeFile(join(library, path), "");
  }
});
afterEach(() => rm(dir, { recursive: true }));

const files = async () =>
  (await readdir(library, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(library.length + 1))
    .sort();

describe("removeImported", () => {
  it("removes a book with its disc folders, and nothing beside it, however often", async () => {
    await removeImported(library, join(library, "Ana/Sets"));
    await removeImported(library, join(library, "Ana/Sets"));
    expect(await files()).toEqual(["Ana/Winter/Winter.m4b", "Bo/Series/One/One.m4b", "Cy/Cy.m4b"]);
  });

  it("prunes the folders above that are empty, up to the library", async () => {
    await removeImported(library, join(library, "Bo/Series/One"));
    expect((await readdir(library)).sort()).toEqual(["Ana", "Cy"]);
    for (const book of ["Ana/Winter", "Ana/Sets", "Cy"]) await removeImported(library, join(library, book));
    expect(await readdir(library)).toEqual([]);
  });

  it("refuses an author's folder and deletes nothing of it", async () => {
    const before = await files();
    await expect(removeImported(library, join(library, "Ana"))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Nothing was deleted"),
    });
    expect(await files()).toEqual(before);
  });

  it.each(["", ".", "..", "../library", "/etc", "Ana/../.."])(
    "refuses %j, which is no folder below the library",
    async (path) => {
      const before = await files();
      const absolute = path.startsWith("/") ? path : `${library}/${path}`;
      await expect(removeImported(library, absolute)).rejects.toMatchObject({ code: "LIBRARY_UNUSABLE" });
      expect(await files()).toEqual(before);
    },
  );

  it("follows no link, neither to a book nor out of the library", async () => {
    await mkdir(join(dir, "outside/Book"), { recursive: true });
    await writeFile(join(dir, "outside/Book/x.m4b"), "");
    await symlink(join(dir, "outside"), join(library, "Out"));
    await symlink("Ana/Winter", join(library, "Short"));
    await symlink(join(dir, "outside/Book"), join(library, "Cy/extras"));
    await expect(removeImported(library, join(library, "Out/Book"))).rejects.toMatchObject({
      code: "LIBRARY_UNUSABLE",
    });
    await expect(removeImported(library, join(library, "Short"))).rejects.toMatchObject({ code: "CONFLICT" });
    await removeImported(library, join(library, "Cy"));
    expect(await readdir(join(dir, "outside/Book"))).toEqual(["x.m4b"]);
    expect(await files()).toContain("Ana/Winter/Winter.m4b");
  });
});
