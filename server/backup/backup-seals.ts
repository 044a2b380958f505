import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKeys } from "../security/derived-keys.ts";
import type { KeyFile } from "../security/encryption-keys.ts";

/** Seals backups, so that one that was changed, or made by somebody without the key, is known. */
export interface BackupSeals {
  /** The name of the key that seals now. */
  active(): string;
  hasKey(name: string): boolean;
  /** @param sum what is sealed, summed up. @returns the seal by the key of that name. */
  seal(name: string, sum: Buffer): string;
  isRight(name: string, sum: Buffer, seal: string): boolean;
  /** @returns 32 bytes that encrypt backups, derived from the key of that name, which is there. */
  cipherKey(name: string): Buffer;
}

/**
 * @param keys 32 bytes each, the active one first; each is used only through a key that is derived for this one purpose.
 * @param file where they come from, when another process may add one.
 */
export function createBackupSeals(keys: ReadonlyMap<string, Buffer>, file: KeyFile | null = null): BackupSeals {
  const derived = deriveKeys(keys, file, "readmeabook/backup/v1");
  const ciphers = deriveKeys(keys, file, "readmeabook/backup-cipher/v1");
  const mac = (name: string, sum: Buffer) => createHmac("sha256", derived.find(name)!).update(sum).digest();
  return {
    active: () => [...derived.all().keys()][0]!,
    hasKey: (name) => derived.find(name) !== undefined,
    seal: (name, sum) => mac(name, sum).toString("base64url"),
    isRight(name, sum, seal) {
      const given = Buffer.from(seal, "base64url");
      const wanted = mac(name, sum);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
    cipherKey: (name) => ciphers.find(name)!,
  };
}
