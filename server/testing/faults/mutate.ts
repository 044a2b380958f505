import type { Chance } from "../../database/seed-chance.ts";

/** What parsers trip over: ends, lengths, references and bytes that are no text. */
const tokens = [
  ...`< > </ /> & &amp; &#0; &#x110000; ]]> <![CDATA[ <!-- <?xml " ' = &a; <__proto__> { } [ ] , : null 1e999 \\u0000`.split(
    " ",
  ),
  ..."l-3: d-1: i- i00e e ee le de 0: 9999999999: 4:info 6:pieces .. /".split(" "),
  '<!DOCTYPE r [<!ENTITY a "ha">]>',
].map((token) => Buffer.from(token));
const noText = [
  Buffer.from([0]),
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0xed, 0xa0, 0x80]),
];

/**
 * @param other another sample, of which a piece may come in.
 * @returns the bytes after one to four changes. The same chance makes the same changes.
 */
export function mutate(bytes: Buffer, other: Buffer, chance: Chance): Buffer {
  let result = bytes;
  for (let changes = chance.between(1, 4); changes > 0; changes -= 1) result = change(result, other, chance);
  return result;
}

function change(bytes: Buffer, other: Buffer, chance: Chance): Buffer {
  const at = chance.between(0, bytes.length);
  const end = Math.min(bytes.length, at + chance.between(1, 200));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (chance.between(0, 7)) {
    case 0:
      return Buffer.concat([before, Buffer.from(piece.map((byte) => byte ^ (1 << chance.between(0, 7)))), after]);
    case 1:
      return Buffer.concat([before, Buffer.from([chance.between(0, 255)]), bytes.subarray(at + 1)]);
    case 2:
      return Buffer.concat([before, chance.pick(tokens), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, chance.pick(noText), bytes.subarray(at)]);
    case 4:
      return before;
    case 5:
      return Buffer.concat([before, after]);
    case 6:
      return Buffer.concat([before, ...Array<Buffer>(chance.between(2, 500)).fill(piece), after]);
    default: {
      const from = chance.between(0, other.length);
      return Buffer.concat([before, other.subarray(from, from + chance.between(1, 500)), after]);
    }
  }
}
