import { randomUUID } from "node:crypto";

let lastMillisecond = 0;
let sequence = 0;

/**
 * A UUID version 7 (RFC 9562): 48 bits of milliseconds, a 12-bit sequence, then random bits, so that keys made later
 * by the same process sort later, also within a millisecond. Made here rather than by the database, so that a sealed
 * value can be bound to its row before the row exists.
 */
export function uuidV7(): string {
  const now = Date.now();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMillisecond += 1;
    sequence = 0;
  }
  const time = lastMillisecond.toString(16).padStart(12, "0");
  // The rest, variant bits and all, of a random one: Node keeps a store of those, and to ask for bytes costs ten times as much.
  const rest = randomUUID().slice(19);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, "0")}-${rest}`;
}
