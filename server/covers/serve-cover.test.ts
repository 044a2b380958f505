import { request } from "node:http";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../testing/browser.ts";
import { startCatalogFake, type CatalogFake } from "../testing/fakes/catalog.ts";
import { startVendorServer, type VendorServer } from "../testing/fakes/vendor-server.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { drawn } from "./covers-test-place.ts";

let app: TestApp;
let catalog: CatalogFake;
let pictures: VendorServer;
let stranger: VendorServer;
let path: string;
const dune = {
  audibleId: "B002V1OF70",
  title: "Dune",
  author: "Frank Herbert",
  subtitle: null,
  narrator: null,
  seriesTitle: null,
  seriesPosition: null,
  language: null,
  isAbridged: null,
  description: null,
  durationMinutes: null,
  releaseDate: null,
  rating: null,
  genres: [],
};

beforeAll(async () => {
  const body = await drawn(500);
  [catalog, pictures, stranger] = await Promise.all([
    startCatalogFake(),
    startVendorServer(() => ({ headers: { "content-type": "image/jpeg" }, body })),
    startVendorServer(() => ({ body })),
  ]);
  app = await startTestApp();
  const configure = `mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`;
  const settings = { "catalog.type": "sandbox", "catalog.url": catalog.url, "plex.tv_url": pictures.url };
  await app.admin.ask(configure, { input: Object.entries(settings).map(([key, value]) => ({ key, value })) });
  catalog.books = [
    { ...dune, coverArtUrl: `${pictures.url}/dune.jpg` },
    { ...dune, audibleId: "B000000001", title: "Dune, hidden", coverArtUrl: `${stranger.url}/dune.jpg` },
    { ...dune, audibleId: "B000000002", title: "Dune, bare", coverArtUrl: null },
  ];
  await app.admin.ask(`mutation { createRequest(input: { audibleId: "${dune.audibleId}" }) { id } }`);
  path = (await app.admin.ask("{ audiobooks { nodes { coverUrl } } }")).audiobooks.nodes[0].coverUrl;
});
afterAll(async () => {
  await app.close();
  await Promise.all([catalog.close(), pictures.close(), stranger.close()]);
});

/** As it is, also where a URL would be tidied up. */
function get(raw: string): Promise<number> {
  const { hostname, port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: raw }, (response) => resolve(response.resume().statusCode!))
      .on("error", reject)
      .end();
  });
}

describe("/covers", () => {
  it("serves the cover of a book to whoever has its path, in three widths, for a month", async () => {
    const { searchCatalog } = await app.admin.ask(`{ searchCatalog(query: "dune") { entries { title coverUrl } } }`);
    const [found, hidden, bare] = searchCatalog.entries;
    expect([found.coverUrl, bare.coverUrl]).toEqual([path, null]);
    for (const [query, width] of [
      ["", 320],
      ["?width=160", 160],
      ["?width=640", 500],
    ] as const) {
      const answer = await fetch(app.url + path + query);
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "image/webp",
        "cache-control": "public, max-age=2592000, immutable",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      });
      const picture = Buffer.from(await answer.arrayBuffer());
      expect(await sharp(picture).metadata()).toMatchObject({ format: "webp", width, height: width });
    }
    expect(pictures.requests.map(({ pathname }) => pathname)).toEqual(["/dune.jpg"]);

    const refused = await fetch(app.url + hidden.coverUrl);
    expect([refused.status, refused.headers.get("cache-control")]).toEqual([404, "no-store"]);
    expect(stranger.requests).toEqual([]);
  });

  it("serves people's pictures likewise", async () => {
    const person = openBrowser(app.url);
    const input = { username: "owner", password: "a long enough password" };
    await person.ask("mutation ($input: SignInInput!) { signIn(input: $input) { id } }", { input });
    const { viewer } = await person.ask("{ viewer { id avatarUrl pictureUrl } }");
    expect([viewer.avatarUrl, viewer.pictureUrl]).toEqual([null, null]);
    const { em } = app.makeContext();
    await em.execute("update users set avatar_url = ?", [`${pictures.url}/owner`]);
    const { pictureUrl } = (await person.ask("{ viewer { pictureUrl } }")).viewer;
    expect(await get(`${pictureUrl}?width=160`)).toBe(200);
  });

  it("serves nothing else: another address, width, path or signature finds nothing and asks nobody", async () => {
    const before = pictures.requests.length;
    const [, , signature, address] = path.split("/") as [string, string, string, string];
    const chosen = Buffer.from(`${pictures.url}/other.jpg`).toString("base64url");
    const forged = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    for (const raw of [
      `/covers/${signature}/${chosen}`,
      `/covers/${forged}/${address}`,
      `${path}?width=161`,
      `${path}?width=5000`,
      `${path}?width=160&width=320`,
      `${path}?width=`,
      `${path}/../../encryption.keys`,
      "/covers/../encryption.keys",
      "/covers/..%2f..%2fencryption.keys",
      "/covers/%2e%2e/%2e%2e/etc/passwd",
      `/covers/${encodeURIComponent(`${signature}/${chosen}`)}`,
      "/covers/",
      `/covers/${"a".repeat(8000)}`,
      "/covers?url=http%3A%2F%2F169.254.169.254%2F",
      "/covers?url=file%3A%2F%2F%2Fetc%2Fpasswd",
    ])
      expect([raw, await get(raw)]).toEqual([raw, 404]);
    expect(pictures.requests.length).toBe(before);
  });

  it("lets the browser show pictures of this server only", async () => {
    const policy = (await fetch(app.url)).headers.get("content-security-policy");
    expect(policy).toContain("img-src 'self' data:;");
  });
});
