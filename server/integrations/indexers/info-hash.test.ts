import { expect, it } from "vitest";
import { readInfoHash, readMagnetInfoHash } from "./info-hash.ts";

const HEX = "0123456789abcdef0123456789abcdef01234567";
const BASE32 = "AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH";

it.each([
  [HEX.toUpperCase(), HEX],
  [` ${BASE32} `, HEX],
  ["a".repeat(32), "0".repeat(40)],
  [HEX.slice(1), null],
  [`${BASE32.slice(1)}1`, null],
  ["", null],
])("reads the info hash %j", (text, hash) => {
  expect(readInfoHash(text)).toBe(hash);
});

it.each([
  [`magnet:?xt=urn:btih:${HEX.toUpperCase()}&dn=A+book`, HEX],
  [`magnet:?dn=x&xt=urn:btih:${BASE32}`, HEX],
  [`MAGNET:?xt=urn%3Abtih%3A${HEX}`, HEX],
  [`magnet:?xt=urn:btmh:1220${"0".repeat(64)}&xt=urn:btih:${HEX}`, HEX],
  [`magnet:?xt.1=urn:btih:${HEX}`, HEX],
  [`magnet:?xt=urn:btmh:1220${"0".repeat(64)}`, null],
  [`magnet:?dn=${HEX}`, null],
  [`http://t.example/?xt=urn:btih:${HEX}`, null],
  ["", null],
])("reads the info hash of %s", (link, hash) => {
  expect(readMagnetInfoHash(link)).toBe(hash);
});
