import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * Reads `k2:<base64 of 32 bytes>,k1:<…>`; the first is the active key, the others still open what they sealed.
 * @throws Error whose message goes after the variable's name and never holds a key.
 */
export function parseEncryptionKeys(text: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  const entries = text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.length === 0) throw new Error("is empty: it takes name:base64, the active key first");
  for (const [index, entry] of entries.entries()) {
    const [name, encoded, ...rest] = entry.split(":");
    const place = `has an entry (number ${index + 1})`;
    if (!name || !encoded || rest.length > 0 || !/^[a-z0-9]{1,16}$/.test(name)) {
      throw new Error(`${place} that is not name:base64, with a name of up to 16 small letters and digits`);
    }
    const key = Buffer.from(encoded, "base64");
    if (key.length !== 32 || key.toString("base64").replace(/=+$/, "") !== encoded.replace(/=+$/, "")) {
      throw new Error(
        `${place} whose key is not the base64 of exactly 32 bytes. Make one with: openssl rand -base64 32`,
      );
    }
    if (keys.has(name)) throw new Error(`names two keys ${name}`);
    if ([...keys.values()].some((other) => other.equals(key))) throw new Error("has the same key under two names");
    keys.set(name, key);
  }
  return keys;
}

/** Where the key file of an installation lies. */
export function keyFileIn(dataDir: string): string {
  return join(dataDir, "encryption.keys");
}

/**
 * The keys of an installation that was told none: `<dataDir>/encryption.keys`, made on the first start, mode 0600.
 * It lies outside the database on purpose, and whoever backs up the one must back up the other.
 * @returns the keys, and whether they were made just now.
 * @throws Error when the file can be read by others, or is damaged.
 */
export function loadOrMakeKeyFile(dataDir: string): { keys: Map<string, Buffer>; path: string; made: boolean } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = keyFileIn(dataDir);
  const made = makeKeyFile(path);
  if (statSync(path).mode & 0o077) throw new Error(`${path} may be read by others. Run: chmod 600 ${path}`);
  try {
    return { keys: parseEncryptionKeys(readFileSync(path, "utf8")), path, made };
  } catch (error) {
    throw new Error(
      `${path} ${(error as Error).message}. Put the right file back: without it no stored secret can be read.`,
    );
  }
}

/** Written whole and then linked into place: of two programs that start at once, one makes the key. */
function makeKeyFile(path: string): boolean {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(temporary, `k1:${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(temporary);
  }
}

/** Puts the keys of another server in the place of those in the file, which stay beside it under the time. */
export function replaceKeyFile(path: string, keys: ReadonlyMap<string, Buffer>): void {
  const aside = `${path}.replaced-${new Date().toISOString().replace(/[-:.]/g, "")}`;
  writeFileSync(aside, readFileSync(path), { mode: 0o600, flag: "wx", flush: true });
  writeInPlace(path, [...keys].map(([name, key]) => `${name}:${key.toString("base64")}\n`).join(""));
}

/** Whole or not at all, and on the disk when it returns. */
function writeInPlace(path: string, text: string): void {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  renameSync(temporary, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The key file while the program runs: several processes of one installation share it. */
export interface KeyFile {
  /** @returns the keys when the file has changed since it was last read, else null. */
  readIfChanged(): Map<string, Buffer> | null;
  /** Puts a new key before those that are there: it is on the disk before anything is sealed with it. */
  addKey(): void;
}

/**
 * The file is replaced whole and takes no key away: whoever reads it finds every key that anything was sealed with. A
 * process that has not yet read the new key reads it when it meets a value that names it.
 */
export function openKeyFile(path: string): KeyFile {
  const stamp = () => {
    const { ino, mtimeMs } = statSync(path);
    return `${ino} ${mtimeMs}`;
  };
  let read = stamp();
  return {
    readIfChanged() {
      const now = stamp();
      if (now === read) return null;
      const keys = parseEncryptionKeys(readFileSync(path, "utf8"));
      read = now;
      return keys;
    },
    addKey() {
      const text = readFileSync(path, "utf8");
      const numbers = [...parseEncryptionKeys(text).keys()].map((name) => Number(/^k(\d+)$/.exec(name)?.[1] ?? 0));
      const name = `k${Math.max(0, ...numbers) + 1}`;
      writeInPlace(path, `${name}:${randomBytes(32).toString("base64")}\n${text}`);
    },
  };
}
