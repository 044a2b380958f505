import { describe, expect, it } from "vitest";
import { english } from "./english.ts";
import { german as everything } from "./german.ts";

// The settings are said by the server in English.
const { settings: _, ...german } = everything;

/** Key → what stands in {{…}} of its sentence. */
function placeholders(words: object, path = ""): Record<string, string[]> {
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, value]: [string, string | object]) =>
      typeof value === "string"
        ? { [path + key]: [...new Set([...value.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name))].toSorted() }
        : placeholders(value, `${path}${key}.`),
    ),
  );
}

describe("German", () => {
  // A missing sentence does not compile.
  it("puts into each sentence what the English one has in it", () => {
    expect(placeholders(german)).toEqual(placeholders(english));
  });

  it("is German: no sentence of several words is the English one", () => {
    const same = (one: object, other: object, path = ""): string[] =>
      Object.entries(one).flatMap(([key, value]: [string, string | object]) => {
        const twin = (other as Record<string, string | object>)[key]!;
        if (typeof value !== "string") return same(value, twin as object, `${path}${key}.`);
        return value === twin && value.split(" ").length > 2 ? [path + key] : [];
      });
    expect(same(english, german)).toEqual([]);
  });
});
