import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startPlexFake, type FakeAlbum, type PlexFake } from "../../testing/fakes/plex.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { describeMediaServer, type ContractBook } from "./media-server.contract.ts";
import { makeAlbum, openPlex, readAll, root, useRoot } from "./plex-test-place.ts";
import { plex } from "./plex.ts";
import { mediaServers } from "./registry.ts";

useRoot();

const { signal } = new AbortController();

for (const kind of ["JSON", "XML"]) {
  describeMediaServer(`Plex that answers ${kind}`, async (books) => {
    const fake = await startPlexFake(root);
    fake.isXmlOnly = kind === "XML";
    const toAlbum = ({ folder, title, author, narrator, asin, durationMinutes }: ContractBook): FakeAlbum => ({
      title,
      author,
      guid: `com.plexapp.agents.audnexus://${asin}_us?lang=en`,
      styles: [narrator],
      files: [{ path: `${root}/${folder}/${title}.m4b`, minutes: durationMinutes }],
    });
    // A page has 500 albums: these, which have no files and are never given, spread the books over two.
    const others = Array.from({ length: 450 }, () => ({ title: "Other", author: "Di", files: [], addedAt: -1 }));
    fake.albums = [...others, ...books.map(toAlbum)];
    const gone = await startPlexFake();
    await gone.close();
    return {
      server: await openPlex(fake),
      unavailable: await openPlex(gone),
      libraryPath: root,
      add: async (book) => void fake.unscanned.push(toAlbum(book)),
      close: () => fake.close(),
    };
  });
}

describe("plex", () => {
  let fake: PlexFake;
  beforeEach(async () => void (fake = await startPlexFake(root)));
  afterEach(async () => {
    vi.useRealTimers();
    await fake.close();
  });

  const asked = (part: string) => fake.requests.filter(({ pathname }) => pathname.includes(part));
  it("is in the registry under its name", () => {
    expect(mediaServers.plex).toBe(plex);
  });

  describe("below a folder", () => {
    it("finds a new book with one question for the newest tracks, whatever Plex calls it", async () => {
      fake.albums = [
        ...Array.from({ length: 1200 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`)),
        makeAlbum("Ana/Winter/1.m4b", { title: "Wintr?" }),
      ];
      expect(await (await openPlex(fake)).itemsUnder(`${root}/Ana/Winter/`, signal)).toMatchObject([
        { title: "Wintr?" },
      ]);
      expect(asked("/all")).toHaveLength(1);
    });

    it("finds an old book where the last reading saw it, without reading all again", async () => {
      fake.albums = [
        makeAlbum("Ana/Winter/1.m4b"),
        ...Array.from({ length: 1200 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`)),
      ];
      const server = await openPlex(fake);
      await readAll(server);
      const before = asked("/all").length;
      expect(await server.itemsUnder(`${root}/Ana/Winter`, signal)).toHaveLength(1);
      expect(asked("/all").length - before).toBe(5);
    });

    it("reads all tracks when neither knows the folder, but not each time it is asked", async () => {
      fake.albums = [
        makeAlbum("Ana/Winter/1.m4b"),
        ...Array.from({ length: 1200 }, (_, n) => makeAlbum(`Bo/${n}/1.m4b`)),
      ];
      const server = await openPlex(fake);
      expect(await server.itemsUnder(`${root}/Ana/Winter`, signal)).toHaveLength(1);
      const before = asked("/all").length;
      expect(before).toBe(5 + 3);
      fake.albums = [makeAlbum("Late/1.m4b", { addedAt: -1 }), ...fake.albums.slice(1)];
      expect(await server.itemsUnder(`${root}/Late`, signal)).toEqual([]);
      expect(asked("/all").length - before).toBe(5);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
      expect(await server.itemsUnder(`${root}/Late`, signal)).toHaveLength(1);
    });

    it("gives of two editions that Plex made one album of only the one that lies there", async () => {
      const files = ["Winter/1.m4b", "Winter (2020)/1.m4b", "Winter (2020)/2.m4b"];
      fake.albums = [makeAlbum("", { files: files.map((path) => ({ path: `${root}/Ana/${path}`, minutes: 60 })) })];
      const server = await openPlex(fake);
      expect(await server.itemsUnder(`${root}/Ana/Winter (2020)`, signal)).toMatchObject([
        { path: `${root}/Ana/Winter (2020)`, durationMinutes: 120 },
      ]);
      expect(await readAll(server)).toMatchObject([{ path: `${root}/Ana`, durationMinutes: 180 }]);
    });

    it("leaves out an album that is gone meanwhile", async () => {
      fake.albums = [makeAlbum("Ana/Winter/1.m4b")];
      fake.fault({ status: 404 }, { only: ({ pathname }) => pathname.endsWith("/children") });
      expect(await (await openPlex(fake)).itemsUnder(`${root}/Ana`, signal)).toEqual([]);
    });
  });

  it("says who is asking, the same each time, and takes an address out of the browser", async () => {
    const seen: unknown[] = [];
    for (const url of [fake.url, `${fake.url}/`, `${fake.url}/web/index.html#!/settings`]) {
      const http = makeIntegrationRuntime().http;
      const runtime = {
        ...makeIntegrationRuntime(),
        libraryDir: root,
        http: {
          request: (...[to, request]: Parameters<typeof http.request>) => (
            seen.push(request.headers),
            http.request(to, request)
          ),
        },
      };
      await (await plex.open(plex.settings.parse({ url, auth_token: fake.token }), runtime)).check(signal);
    }
    expect(new Set(seen.map((headers) => JSON.stringify(headers))).size).toBe(1);
    expect(seen[0]).toMatchObject({
      "x-plex-product": "ReadMeABook",
      "x-plex-client-identifier": expect.stringMatching(/^readmeabook-[0-9a-f]{16}$/),
    });
  });

  it.each([
    [{ url: "plex" }, "url"],
    [{ auth_token: " " }, "auth_token"],
    [{ client_identifier: "a b" }, "client_identifier"],
    [{ path_mappings: "nonsense" }, "path_mappings"],
  ])("refuses settings that cannot work: %j", (wrong, field) => {
    const result = plex.settings.safeParse({ url: "http://x/", auth_token: "t", ...wrong });
    expect(result.error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});
