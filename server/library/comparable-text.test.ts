import { expect, it } from "vitest";
import { comparable } from "./comparable-text.ts";

it.each([
  ["Brontë", "bronte"],
  ["BRONTE\u0308", "brontë"],
  ["Straße & Weg", "STRASSE AND WEG"],
  ["Søren Kierkegård", "soren kierkegard"],
  ["The Handmaid’s Tale", "the handmaids tale"],
  ["Dune:   Messiah!", "Dune - Messiah"],
  ["Ｄｕｎｅ", "dune"],
])("compares %j and %j as equal", (one, other) => {
  expect(comparable(one)).toBe(comparable(other));
  expect(comparable(one)).not.toBe("");
});

it.each([
  ["Война и мир", "Анна Каренина"],
  ["1Q84", "1984"],
  ["ノルウェイの森", "海辺のカフカ"],
])("keeps %j and %j apart", (one, other) => expect(comparable(one)).not.toBe(comparable(other)));
