import { describe, expect, it } from "vitest";
import { isInside, normalisePath, pathMappingsSetting, toOurPath } from "./path-mappings.ts";

const mappings = (text: string) => pathMappingsSetting.parse(text);

describe("Path mappings", () => {
  it.each([
    ["", "/downloads/Book", "/downloads/Book"],
    ["/downloads => /mnt/media/downloads", "/downloads/Book", "/mnt/media/downloads/Book"],
    ["/downloads => /mnt/media/downloads", "/downloads", "/mnt/media/downloads"],
    ["/downloads => /mnt/media/downloads", "/downloads2/Book", "/downloads2/Book"],
    ["/downloads => /mnt/media/downloads", "/Downloads/Book", "/Downloads/Book"],
    ["/downloads/ => /mnt/", "/downloads/Book/", "/mnt/Book"],
    ["/downloads=>/mnt; /other => /x", "/other/Ünï côdé", "/x/Ünï côdé"],
    ["/downloads => /mnt\n/other => /x\n", "/other/a", "/x/a"],
    ["/data => /one; /data/books => /two", "/data/books/Book", "/two/Book"],
    ["/data/books => /two; /data => /one", "/data/films/Film", "/one/films/Film"],
    ["/ => /mnt/seedbox", "/downloads/Book", "/mnt/seedbox/downloads/Book"],
    ["/mnt/seedbox => /", "/mnt/seedbox/Book", "/Book"],
    ["/mnt/seedbox => /", "/mnt/seedbox", "/"],
    ["C:\\Downloads => /mnt/pc", "C:\\Downloads\\Author\\Book", "/mnt/pc/Author/Book"],
    ["c:/downloads => /mnt/pc", "C:\\Downloads\\Book", "/mnt/pc/Book"],
    ["D:\\ => /mnt/d", "D:\\Book", "/mnt/d/Book"],
    ["\\\\nas\\media => /mnt/nas", "\\\\NAS\\media\\Book", "/mnt/nas/Book"],
    ["C:\\Downloads => /mnt/pc", "C:\\Downloads2\\Book", "C:/Downloads2/Book"],
    ["/downloads => /mnt", "/downloads/AC\\DC", "/mnt/AC\\DC"],
  ])("with %j turns %j into %j", (text, theirs, ours) => {
    expect(toOurPath(theirs, mappings(text))).toBe(ours);
  });

  it.each([
    "/downloads",
    "/downloads =>",
    "=> /mnt",
    "downloads => /mnt",
    "/downloads => mnt",
    "/a => /b => /c",
    "/a -> /b",
  ])("refuses %j with a sentence that shows how it is written", (text) => {
    const { success, error } = pathMappingsSetting.safeParse(`/good => /fine; ${text}`);
    expect(success).toBe(false);
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]?.message).toMatch(/^“.+” is no path mapping\. Write .+ \/downloads => /);
    expect(error?.issues[0]?.message).toContain(text);
  });

  it("tells a folder from one whose name begins alike", () => {
    expect(isInside("/a/b", "/a")).toBe(true);
    expect(isInside("/a", "/a")).toBe(true);
    expect(isInside("/ab", "/a")).toBe(false);
    expect(isInside("/a", normalisePath("/"))).toBe(true);
  });
});
