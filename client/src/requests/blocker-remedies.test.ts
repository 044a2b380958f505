import { readFileSync } from "node:fs";
import { buildSchema, isEnumType } from "graphql";
import { describe, expect, it } from "vitest";
import type { BlockerKind } from "../graphql/generated/graphql.ts";
import { remedyOf } from "./blocker-remedies.ts";
import { requests as german } from "./words.de.ts";
import { requests as english } from "./words.en.ts";

const schema = buildSchema(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));
const kinds = valuesOf("BlockerKind") as BlockerKind[];
const sections = valuesOf("ConfigurationCategory");

describe("a blocker of any kind", () => {
  it.each(kinds)("%s is said in both languages, each its own, and has a remedy", (kind) => {
    const sentences = [english.blocker[kind], german.blocker[kind]];
    for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
    expect(sentences[0]).not.toBe(sentences[1]);
    expect(remedyOf(kind)).toBeDefined();
  });

  it("leads an admin only to settings that there are", () => {
    const led = kinds.map((kind) => remedyOf(kind).settings).filter((section) => section !== undefined);
    expect(sections).toEqual(expect.arrayContaining(led));
  });
});

function valuesOf(name: string): string[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`${name} is no enum.`);
  return type.getValues().map((value) => value.name);
}
