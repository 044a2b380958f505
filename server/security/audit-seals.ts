import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKeys } from "./derived-keys.ts";
import type { KeyFile } from "./encryption-keys.ts";

/** Everything that a seal vouches for: each column but the seal itself, as text. */
export interface SealedRecord {
  readonly id: string;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly createdAt: string;
  readonly action: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly address: string | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  /** As PostgreSQL writes a jsonb: keys in an order of its own, always the same. */
  readonly details: string;
  readonly writtenIn: string;
  readonly position: string;
}

/** Seals records, and knows a right seal. The database never sees the key. */
export interface AuditSeals {
  /** @param previous the seal before it; empty for the first. @returns `<key name>:<base64url of the HMAC-SHA-256>`. */
  seal(record: SealedRecord, previous: string): string;
  /** "unknown key": it was made with a key that is not here, and so nothing can be said. */
  check(record: SealedRecord, previous: string, seal: string): "right" | "wrong" | "unknown key";
}

/**
 * @param keys 32 bytes each, the active one first; each is used only through a key that is derived for this one purpose.
 * @param file where they come from, when another process may add one: what is sealed later is sealed with that.
 */
export function createAuditSeals(keys: ReadonlyMap<string, Buffer>, file: KeyFile | null = null): AuditSeals {
  const derived = deriveKeys(keys, file, "readmeabook/audit/v1");
  const mac = (key: Buffer, record: SealedRecord, previous: string) =>
    createHmac("sha256", key).update(canonical(record, previous)).digest();
  return {
    seal(record, previous) {
      const [active, key] = [...derived.all()][0]!;
      return `${active}:${mac(key, record, previous).toString("base64url")}`;
    },
    check(record, previous, seal) {
      const [name = "", text = ""] = seal.split(":");
      const key = derived.find(name);
      if (!key) return "unknown key";
      const given = Buffer.from(text, "base64url");
      const wanted = mac(key, record, previous);
      return given.length === wanted.length && timingSafeEqual(given, wanted) ? "right" : "wrong";
    },
  };
}

/** Keys in the order of the alphabet, and the seal before it at the end: one text for one record at one place. */
function canonical(record: SealedRecord, previous: string): string {
  const sorted = Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify({ ...Object.fromEntries(sorted), previous });
}
