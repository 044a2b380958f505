import { createRequire } from "node:module";
import bencode from "bencode";
import { describe, expect, it } from "vitest";
import "./bencode-guard.ts";

const require = createRequire(import.meta.url);
const ofDht = createRequire(require.resolve("k-rpc-socket"))("bencode") as typeof bencode;

describe.each([
  ["of the engine", (text: string) => bencode.decode(Buffer.from(text))],
  ["of the DHT", (text: string) => ofDht.decode(Buffer.from(text))],
])("bencode %s", (_, decode) => {
  it.each(["l-3:", "d-3:", "-3:", "l-12:aaaaaaaaaaaaaaa", "d1:al-3:ee", "ld-3:1:xe", "l-30:", "d-0:"])(
    "ends with an error: %s",
    (text) => {
      expect(() => decode(text)).toThrow();
    },
  );

  it("still reads what is sound, an empty string too", () => {
    expect(decode("d1:al0:i-3eee")).toEqual({ a: [expect.objectContaining({ length: 0 }), -3] });
  });
});
