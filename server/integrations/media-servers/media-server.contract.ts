/** What every media server adapter owes its callers, run against a library of known books. */
import { isAbsolute } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../testing/eventually.ts";
import type { MediaServer, MediaServerItem } from "./media-server.ts";

/** A book that the media server shall hold. */
export interface ContractBook {
  /** Below the library's root, `Author/Title`; holds one M4B. */
  readonly folder: string;
  readonly title: string;
  readonly author: string;
  readonly narrator: string;
  readonly asin: string;
  readonly durationMinutes: number;
}

/** A media server with those books, behind the adapter. */
export interface MediaServerUnderTest {
  readonly server: MediaServer;
  /** The same adapter when the other side does not answer, or is not there. */
  readonly unavailable: MediaServer;
  /** The library's root as the media server sees it. */
  readonly libraryPath: string;
  /** Puts one more book where the media server finds it when it scans. */
  add(book: ContractBook): Promise<void>;
  close(): Promise<void>;
}

function makeBook(author: string, title: string, index: number): ContractBook {
  const asin = `B0${index.toString().padStart(8, "0")}`;
  return { folder: `${author}/${title}`, title, author, narrator: "Ray Porter", asin, durationMinutes: 300 + index };
}

/** More than a page of any server; two whose paths begin alike. */
const BOOKS = [
  makeBook("Ana Lühr", "Winter", 1),
  makeBook("Ana Lühr", "Winter Again", 2),
  ...Array.from({ length: 120 }, (_, index) => makeBook("Bo Berg", `Volume ${index + 1}`, index + 3)),
];

const LATER = makeBook("Cy Young", "Summer", 999);

/** @param setUp starts a media server that holds exactly these books; it is closed after the last test. */
export function describeMediaServer(
  name: string,
  setUp: (books: readonly ContractBook[]) => Promise<MediaServerUnderTest>,
): void {
  describe(`${name}, as every media server,`, () => {
    const { signal } = new AbortController();
    let tested: MediaServerUnderTest;
    beforeAll(async () => {
      tested = await setUp(BOOKS);
    });
    afterAll(() => tested.close());

    const pathOf = (folder: string) => `${tested.libraryPath}/${folder}`;
    const isAt = (item: MediaServerItem, folder: string) => `${item.path}/`.startsWith(`${pathOf(folder)}/`);
    const readAll = async () => {
      const items: MediaServerItem[] = [];
      for await (const page of tested.server.items(signal)) items.push(...page);
      return items;
    };

    it("says in a sentence that it is well", async () => {
      expect((await tested.server.check(signal)).message).toMatch(/^[A-Z].*\.$/);
    });

    it("gives every book once, in pages, with all that is known of it", async () => {
      const pages: MediaServerItem[][] = [];
      for await (const page of tested.server.items(signal)) pages.push(page);
      expect(pages.length).toBeGreaterThan(1);
      const items = pages.flat().filter((item) => !isAt(item, LATER.folder));
      expect(items).toHaveLength(BOOKS.length);
      for (const { folder, ...facts } of BOOKS) {
        expect(items.find((item) => isAt(item, folder))).toMatchObject(facts);
      }
    });

    it("gives ids and guids that are unique, bounded and the same each time", async () => {
      const items = await readAll();
      for (const key of ["id", "guid"] as const) {
        expect(new Set(items.map((item) => item[key])).size).toBe(items.length);
        expect(items.every((item) => item[key].length > 0 && item[key].length <= 255)).toBe(true);
      }
      expect(items.every((item) => isAbsolute(item.path) && item.libraryId !== "")).toBe(true);
      expect(await readAll()).toEqual(items);
    });

    it("gives the same item below its folder, and none of a folder whose name begins alike", async () => {
      const under = await tested.server.itemsUnder(pathOf("Ana Lühr/Winter"), signal);
      expect(under).toEqual((await readAll()).filter((item) => isAt(item, "Ana Lühr/Winter")));
      expect(under).toHaveLength(1);
      expect(await tested.server.itemsUnder(pathOf("Ana Lühr"), signal)).toHaveLength(2);
    });

    it("gives nothing below a folder that it does not have", async () => {
      expect(await tested.server.itemsUnder(pathOf("Nobody/Nothing"), signal)).toEqual([]);
    });

    it("shows a new book after a scan of its folder", async () => {
      await tested.add(LATER);
      await tested.server.requestScan(pathOf(LATER.folder), signal);
      await eventually(async () => {
        const [item] = await tested.server.itemsUnder(pathOf(LATER.folder), signal);
        expect(item).toMatchObject({ title: LATER.title, asin: LATER.asin });
      });
    });

    it("stops when it is told to", async () => {
      const aborted = AbortSignal.abort();
      await expect(tested.server.itemsUnder(pathOf("Ana Lühr"), aborted)).rejects.toThrow();
      await expect(tested.server.items(aborted)[Symbol.asyncIterator]().next()).rejects.toThrow();
    });

    it("throws when it cannot be asked, and never answers that there is nothing", async () => {
      const failing = { code: expect.stringMatching(/^UPSTREAM_/), message: expect.stringMatching(/^[A-Z].*[.?]$/) };
      const path = pathOf("Ana Lühr");
      await expect(tested.unavailable.check(signal)).rejects.toMatchObject(failing);
      await expect(tested.unavailable.requestScan(path, signal)).rejects.toMatchObject(failing);
      await expect(tested.unavailable.itemsUnder(path, signal)).rejects.toMatchObject(failing);
      await expect(tested.unavailable.items(signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(failing);
    });
  });
}
