/** Where plex.tv sends the browser back to: the state in that address is worth a session, so it must be this server and no other. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../testing/browser.ts";
import { startTestApp, type TestApp } from "../../testing/test-app.ts";
import { begin, errorOf, startPlexPlace, type PlexPlace } from "./plex-test-place.ts";

let place: PlexPlace;
let published: TestApp;
beforeAll(async () => {
  place = await startPlexPlace();
  const { database, dataDir, admin } = place;
  published = await startTestApp({ database, dataDir, admin, env: { PUBLIC_URL: "https://books.example/" } });
});
afterAll(async () => {
  await published.close();
  await place.close();
});

async function wayBack(url: string, headers: Record<string, string>) {
  const answer = await openBrowser(url, headers).send(begin);
  if (answer.errors) return errorOf(answer);
  const facts = new URLSearchParams(new URL(answer.data.beginPlexSignIn.url).hash.slice("#?".length));
  return new URL(facts.get("forwardUrl")!).origin;
}

const unknown = [
  "BAD_USER_INPUT",
  "Plex cannot be told where to send you back to. Have PUBLIC_URL set to the address of this server.",
];
const foreign = ["FORBIDDEN", "A page of another site may not ask here. PUBLIC_URL says where this one is."];
const evil = "https://evil.example";

describe("the way back from plex.tv", () => {
  it("leads to the page's own origin, where that is the host that was asked", async () => {
    expect(await wayBack(place.url, { origin: place.url })).toBe(place.url);
  });

  it.each([
    ["another origin", { origin: evil }],
    ["an origin that only begins like it", { origin: "http://127.0.0.1.evil.example" }],
    ["the origin null", { origin: "null" }],
  ])("is refused to %s with whatever else it asks", async (_what, headers) => {
    expect(await wayBack(place.url, headers)).toEqual(foreign);
    expect(await wayBack(published.url, headers)).toEqual(foreign);
  });

  it.each([
    ["an origin with somebody in it", (url: string) => ({ origin: url.replace("//", "//evil.example@") })],
    ["an origin with a path", (url: string) => ({ origin: `${url}/evil` })],
    ["no origin, but a referer", { referer: `${evil}/` }],
    ["no origin, but a forwarded host", { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" }],
  ])("is refused to %s", async (_what, headers) => {
    expect(await wayBack(place.url, typeof headers === "function" ? headers(place.url) : headers)).toEqual(unknown);
  });

  it.each([
    ["nothing", {}],
    ["a forwarded host", { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" }],
    ["a referer", { referer: `${evil}/` }],
  ])("leads to PUBLIC_URL where that is set, whatever the request says: %s", async (_what, headers) => {
    expect(await wayBack(published.url, headers)).toBe("https://books.example");
  });

  it("takes no address from the client", async () => {
    const browser = openBrowser(place.url, { origin: place.url });
    for (const field of ["returnTo", "forwardUrl", "next"]) {
      const { errors } = await browser.send(`mutation { beginPlexSignIn(${field}: "//evil.example") { url } }`);
      expect(errors?.[0]?.message).toBe("Sign in first.");
    }
  });
});
