import { describe, expect, it } from "vitest";
import { hideAddresses, hideInAddress, hideSecrets } from "./secrets-in-text.ts";

describe("an address that is shown", () => {
  it.each([
    ["http://indexer:9696/1/api", "http://indexer:9696/1/api"],
    ["https://ann:hunter22@books.example/x", "https://…@books.example/x"],
    ["http://indexer/api?t=caps&apikey=abc#top", "http://indexer/api?t=…&apikey=…#top"],
    ["https://tracker.example/rss/0123456789abcdef0123456789abcdef/all", "https://tracker.example/rss/…/all"],
  ])("keeps of %s what is no secret", (address, shown) => {
    expect(hideInAddress(address)).toBe(shown);
    expect(hideInAddress(shown)).toBe(shown);
  });
});

describe("a text that nobody has weighed", () => {
  it("keeps of addresses scheme and host, and of code its places", () => {
    const text = `Failed (http://a:b@tracker.example:80/key?passkey=1) and magnet:?xt=urn:btih:1&tr=udp://x/y, "udp://t/key"
    at run (file:///program/server/worker.ts:10:5)`;
    expect(hideAddresses(text)).toBe(`Failed (http://tracker.example:80 and magnet:… "udp://t"
    at run (file:///program/server/worker.ts:10:5)`);
  });
});

describe("a secret in what somebody else has written", () => {
  it("is taken out as it is, for an address, and in base64; unless it is as short as a word", () => {
    const secret = "a key+/";
    const said = `${secret} ${encodeURIComponent(secret)} ${btoa(secret)} abc`;
    expect(hideSecrets(said, [secret, "abc"])).toBe("… … … abc");
  });
});
