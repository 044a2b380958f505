/** The quick part of `npm run fault:parsers`; how long each takes is measured there alone. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createChance } from "../../database/seed-chance.ts";
import { mutate } from "./mutate.ts";
import { openParserStage, type ParserStage } from "./parser-samples.ts";

let stage: ParserStage;
beforeAll(async () => {
  stage = await openParserStage();
});
afterAll(() => stage.close());

it("reads or refuses whatever becomes of an answer", async () => {
  for (let index = 0; index < 300; index += 1) {
    const chance = createChance(index);
    const { kind, bytes } = chance.pick(stage.samples);
    const changed = mutate(bytes, chance.pick(stage.samples).bytes, chance);
    await expect(stage.read(kind, changed), `change ${index} of a ${kind}`).resolves.toBeUndefined();
  }
});

it("makes the same change of the same chance, and seldom none", () => {
  const [one, other] = [Buffer.from("<rss/>"), Buffer.from("d4:infoe")];
  const changed = Array.from({ length: 50 }, (_, seed) => mutate(one, other, createChance(seed)).toString("latin1"));
  expect(Array.from({ length: 50 }, (_, seed) => mutate(one, other, createChance(seed)).toString("latin1"))).toEqual(
    changed,
  );
  expect(new Set(changed).size).toBeGreaterThan(30);
});
