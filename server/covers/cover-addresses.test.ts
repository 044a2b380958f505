import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createCoverAddresses } from "./cover-addresses.ts";

const [k1, k2] = [randomBytes(32), randomBytes(32)];
const before = createCoverAddresses(new Map([["k1", k1]]));
const rotated = createCoverAddresses(
  new Map([
    ["k2", k2],
    ["k1", k1],
  ]),
);
const after = createCoverAddresses(new Map([["k2", k2]]));
const address = "https://covers.example/dune.jpg?size=500&ü=1";
const inside = (path: string | null) => path!.slice("/covers/".length);

describe("the path of a cover", () => {
  it("leads back to the address that it was made of", () => {
    expect(before.read(inside(before.pathOf(address)))).toBe(address);
  });

  it("holds during a rotation in every process, and until the key that signed it is gone", () => {
    expect(rotated.read(inside(before.pathOf(address)))).toBe(address);
    expect(before.read(inside(rotated.pathOf(address)))).toBe(address);
    expect(after.read(inside(after.pathOf(address)))).toBe(address);
    expect(after.read(inside(before.pathOf(address)))).toBe(null);
  });

  it("is made for nothing that could not be fetched", () => {
    const others = [null, "", "file:///etc/passwd", "//evil.example/x", `https://x.example/${"a".repeat(2000)}`];
    expect(others.map((each) => before.pathOf(each))).toEqual(others.map(() => null));
  });

  it("is believed with its own signature only", () => {
    const [signature, encoded] = inside(before.pathOf(address)).split("/") as [string, string];
    const [others] = inside(before.pathOf("https://covers.example/other.jpg")).split("/");
    const chosen = Buffer.from("http://169.254.169.254/latest/").toString("base64url");
    for (const path of [
      `${others}/${encoded}`,
      `${signature}/${chosen}`,
      `${signature}/${encoded}A`,
      `${"A".repeat(43)}/${encoded}`,
      `${signature.slice(1)}/${encoded}`,
      `/${encoded}`,
      `${signature}/`,
      `${signature}/${encoded}/..`,
      encoded,
      "",
    ])
      expect(before.read(path), path).toBe(null);
  });
});
