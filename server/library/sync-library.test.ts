import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MediaServer, MediaServerItem } from "../integrations/media-servers/media-server.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";
import { findOwned } from "./find-owned.ts";
import type { SoughtBook } from "./match-library-item.ts";
import { syncLibrary } from "./sync-library.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ settings: { "media_server.type": null } });
});
afterAll(() => world.close());
beforeEach(() => world.sql("delete from library_items"));

const { signal } = new AbortController();

function item(id: string, more: Partial<MediaServerItem> = {}): MediaServerItem {
  const plain = { narrator: null, asin: null, durationMinutes: 60, path: `/books/${id}` };
  return { id, guid: `local://${id}`, libraryId: "2", title: `Volume ${id}`, author: "Bo Berg", ...plain, ...more };
}

/** Reads pages as a media server would give them; one that is an error is thrown. */
function sync(pages: (MediaServerItem[] | Error)[], type = "plex") {
  async function* items() {
    for (const page of pages) {
      if (page instanceof Error) throw page;
      yield page;
    }
  }
  const port = { items } as unknown as MediaServer;
  return syncLibrary(world.makeContext(), { type, label: "Plex", port }, signal);
}

const titles = async () =>
  (await world.sql("select title from library_items order by title")).map(({ title }) => title);
/** Where each row lies, and who wrote or locked it. */
const traces = () => world.sql("select id, ctid::text, xmin::text, xmax::text from library_items order by id");
const five = ["1", "2", "3", "4", "5"].map((id) => item(id));

describe("syncLibrary", () => {
  it("stores what the media server shows, page by page, and writes nothing when nothing has changed", async () => {
    expect(await sync([five.slice(0, 3), five.slice(3)])).toMatchObject({ items: 5, added: 5, changed: 0, removed: 0 });
    const before = await traces();
    expect(before).toHaveLength(5);
    expect(await sync([five])).toMatchObject({ items: 5, added: 0, changed: 0, removed: 0 });
    expect(await traces()).toEqual(before);
  });

  it("writes only what is another, and removes what has vanished", async () => {
    await sync([five]);
    const before = await traces();
    const renamed = item("2", { title: "Another" });
    expect(await sync([[five[0]!, renamed, ...five.slice(3), item("6")]])).toEqual({
      items: 5,
      added: 1,
      changed: 1,
      removed: 1,
      kept: 0,
    });
    expect(await titles()).toEqual(["Another", "Volume 1", "Volume 4", "Volume 5", "Volume 6"]);
    const after = await traces();
    expect(before.filter((row) => after.some((other) => other.ctid === row.ctid))).toHaveLength(3);
  });

  it("takes nothing for gone when it could not read to the end", async () => {
    await sync([five]);
    await expect(sync([[item("1")], new Error("It broke off.")])).rejects.toThrow("It broke off.");
    expect(await titles()).toHaveLength(5);
  });

  it("does not believe that all of them vanished at once, but that one did", async () => {
    await sync([five]);
    expect(await sync([])).toMatchObject({ removed: 0, kept: 5 });
    expect(await titles()).toHaveLength(5);
    await sync([[item("1")]]);
    expect(await sync([])).toMatchObject({ removed: 1, kept: 0 });
  });

  it("leaves what was added while it read", async () => {
    await sync([five]);
    const slow = async function* () {
      yield five.slice(0, 2);
      await world.sql(
        "insert into library_items (media_server, item_id, guid, library_id, title, path) values ('plex', 'new', 'g', '2', 'Volume 7', '/7')",
      );
    };
    const port = { items: slow } as unknown as MediaServer;
    await syncLibrary(world.makeContext(), { type: "plex", label: "Plex", port }, signal);
    expect(await titles()).toEqual(["Volume 1", "Volume 2", "Volume 7"]);
  });

  it("replaces what another media server has shown", async () => {
    await sync([five]);
    expect(await sync([[item("a"), item("1")]], "folder")).toMatchObject({ added: 2, removed: 5 });
    expect(await titles()).toEqual(["Volume 1", "Volume a"]);
    await sync([five]);
    expect(await sync([], "folder")).toMatchObject({ removed: 0, kept: 5 });
  });

  it("keeps one row of what is shown twice, and bounds what does not fit", async () => {
    const odd = item("9", {
      title: `\0${"🙂".repeat(400)}`,
      author: "A".repeat(300),
      asin: " b0abcdefgh ",
      guid: "g".repeat(300),
    });
    expect(await sync([[odd, odd], [odd]])).toMatchObject({ items: 1, added: 1, changed: 0 });
    const [row] = await world.sql("select asin, length(title) as title, length(author) as author from library_items");
    expect(row).toEqual({ asin: "B0ABCDEFGH", title: 250, author: 255 });
  });

  it("forgets which book an item was when another one comes under its id", async () => {
    await sync([[item("1"), item("2"), item("3")]]);
    const [book] = await world.sql(
      "insert into audiobooks (title, author) values ('Volume 1', 'Bo Berg') returning id",
    );
    await world.sql("update library_items set audiobook_id = $1", [book.id]);
    await sync([
      [item("1", { path: "/moved" }), item("2", { title: "Retold" }), item("3", { title: "X", path: "/x" })],
    ]);
    const linked = await world.sql("select item_id from library_items where audiobook_id is not null order by item_id");
    expect(linked).toEqual([{ item_id: "1" }, { item_id: "2" }]);
  });
});

describe("findOwned", () => {
  const find = async (book: Partial<SoughtBook> & { readonly title: string }) => {
    const sought = { author: "Bo Berg", narrator: null, asin: null, durationMinutes: null, filePath: null };
    const wanted = { ...sought, ...book };
    return (await findOwned(world.makeContext().em, [wanted])).get(wanted)?.id;
  };

  it.each([
    ["by its ASIN", { title: "Otherwise", asin: "b0abcdefgh" }, "1"],
    ["by its title without the subtitle", { title: "Winter: A Novel" }, "2"],
    ["by a title that has its colon on neither side", { title: "Winter - Tales" }, "3"],
    ["by the folder that it was put in", { title: "Otherwise", filePath: "/books/U\u0308ber" }, "4"],
    ["not when two could be meant", { title: "Twice" }, undefined],
    ["not when it is by somebody else", { title: "Winter", author: "Cy Young" }, undefined],
    ["not when nothing is left of the title", { title: "???" }, undefined],
  ])("finds a book %s", async (_, book, id) => {
    await sync([
      [
        item("1", { asin: "B0ABCDEFGH" }),
        item("2", { title: "Winter" }),
        item("3", { title: "Winter Tales" }),
        item("4", { path: "/books/Über/1.m4b" }),
        item("5", { title: "Twice" }),
        item("6", { title: "Twice" }),
        item("7", { title: "!!!" }),
      ],
    ]);
    expect(await find(book)).toBe(id);
  });

  it("prefers of two that could be meant the one that is not another book already", async () => {
    await sync([[item("1", { title: "Twice" }), item("2", { title: "Twice" })]]);
    const [book] = await world.sql("insert into audiobooks (title, author) values ('Twice', 'Bo Berg') returning id");
    await world.sql("update library_items set audiobook_id = $1 where item_id = '1'", [book.id]);
    expect(await find({ title: "Twice" })).toBe("2");
  });
});
