import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSecretBox } from "./secret-box.ts";

const place = { table: "configuration", column: "value", id: "0193-a" };
const [k1, k2] = [randomBytes(32), randomBytes(32)];
const box = createSecretBox(new Map([["k1", k1]]));

describe("the secret box", () => {
  it.each(["", "hunter2", "Schlüssel 🔑", "x".repeat(100_000)])("gives back what was sealed (%#)", (plain) => {
    const sealed = box.seal(plain, place);
    expect(sealed).toMatch(/^enc:v1:k1:[\w-]+$/);
    expect(box.open(sealed, place)).toBe(plain);
  });

  it("seals the same text differently each time", () => {
    expect(box.seal("same", place)).not.toBe(box.seal("same", place));
  });

  it("refuses what was changed by a single bit, wherever", () => {
    const [prefix, body] = splitBody(box.seal("hunter2", place));
    const bytes = Buffer.from(body, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => box.open(prefix + flipped.toString("base64url"), place), `bit ${bit}`).toThrow(/does not open/);
    }
  });

  it("refuses what was cut short", () => {
    const [prefix, body] = splitBody(box.seal("hunter2", place));
    const bytes = Buffer.from(body, "base64url");
    for (let length = 0; length < bytes.length; length += 1)
      expect(
        () => box.open(prefix + bytes.subarray(0, length).toString("base64url"), place),
        `${length} bytes`,
      ).toThrow();
  });

  it.each(["table", "column", "id"] as const)("refuses what was sealed for another %s", (part) => {
    const sealed = box.seal("hunter2", place);
    expect(() => box.open(sealed, { ...place, [part]: "other" })).toThrow(/changed, moved/);
  });

  it("refuses what was sealed with another key of the same name", () => {
    const other = createSecretBox(new Map([["k1", k2]]));
    expect(() => other.open(box.seal("hunter2", place), place)).toThrow(/another key of that name/);
  });

  it("names the key that it lacks", () => {
    const other = createSecretBox(new Map([["k2", k2]]));
    expect(() => other.open(box.seal("hunter2", place), place)).toThrow(
      /configuration\.value is sealed with key k1, which is not in ENCRYPTION_KEYS/,
    );
  });

  it.each(["hunter2", "enc:v2:k1:AAAA", "enc:v1:k1:", "enc:v1:k1:AAAA:AAAA", ""])(
    "refuses %j, which nobody sealed",
    (text) => {
      expect(() => box.open(text, place)).toThrow(/not a sealed one/);
    },
  );

  it("opens with an old key, and seals with the first", () => {
    const both = createSecretBox(
      new Map([
        ["k2", k2],
        ["k1", k1],
      ]),
    );
    expect(both.open(box.seal("hunter2", place), place)).toBe("hunter2");
    expect(both.seal("hunter2", place)).toMatch(/^enc:v1:k2:/);
  });
});

function splitBody(sealed: string): [prefix: string, body: string] {
  const colon = sealed.lastIndexOf(":") + 1;
  return [sealed.slice(0, colon), sealed.slice(colon)];
}
