/**
 * A backup that is unreadable without the key: a line that says which, the backup (compressed, AES-256-GCM), and the tag of
 * 16 bytes. The keys are derived from the encryption keys that the values in it are sealed with.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { BackupRefusedError } from "../errors.ts";
import type { BackupSeals } from "./backup-seals.ts";

const algorithm = "aes-256-gcm";
const tagBytes = 16;
const gzipMagic = Buffer.from([0x1f, 0x8b]);
/** More than the first line ever is. */
const longestHeader = 1000;

const header = z.object({
  format: z.literal("readmeabook encrypted backup"),
  key: z.string(),
  /** Twelve bytes, of this file's own. */
  iv: z.string().regex(/^[\w-]{16}$/),
});

/** Encrypts what passes, for `pipeline`. */
export function encrypt(seals: BackupSeals): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (source) {
    const key = seals.active();
    const iv = randomBytes(12);
    const cipher = createCipheriv(algorithm, seals.cipherKey(key), iv, { authTagLength: tagBytes });
    const first: z.infer<typeof header> = {
      format: "readmeabook encrypted backup",
      key,
      iv: iv.toString("base64url"),
    };
    const line = Buffer.from(`${JSON.stringify(first)}\n`);
    cipher.setAAD(line);
    yield line;
    for await (const chunk of source) yield cipher.update(chunk);
    yield cipher.final();
    yield cipher.getAuthTag();
  };
}

/**
 * What a backup holds, compressed, whether it is encrypted or not. Only at its end is an encrypted one known to be unchanged.
 * @throws BackupRefusedError when there is no such file, it is something else, or its key is not here.
 */
export async function openBackup(path: string, seals: BackupSeals): Promise<Readable> {
  const { start, size } = await readStart(path);
  if (start.subarray(0, 2).equals(gzipMagic)) return createReadStream(path);
  const length = start.indexOf("\n") + 1;
  const { success, data } = header.safeParse(parseLine(start.subarray(0, length)));
  if (!success)
    throw new BackupRefusedError("This is no backup of ReadMeABook. Choose a file whose name ends with .rmab.");
  if (!seals.hasKey(data.key)) throw missingKeys([data.key]);
  if (size < length + tagBytes)
    throw new BackupRefusedError("This backup is damaged: it is cut off. Take another one.");
  const iv = Buffer.from(data.iv, "base64url");
  const decipher = createDecipheriv(algorithm, seals.cipherKey(data.key), iv, { authTagLength: tagBytes });
  decipher.setAAD(start.subarray(0, length));
  decipher.setAuthTag(await readEnd(path, size));
  return Readable.from(
    (async function* () {
      for await (const chunk of createReadStream(path, { start: length, end: size - tagBytes - 1 }))
        yield decipher.update(chunk as Buffer);
      try {
        yield decipher.final();
      } catch (cause) {
        const sentence = `This backup is damaged or cut off, or was encrypted with another key that is called ${data.key} too. Start this server with the encryption keys of the server that made it, or take another backup.`;
        throw new BackupRefusedError(sentence, {}, { cause });
      }
    })(),
  );
}

/** @param names of keys without which a backup cannot be read. */
export function missingKeys(names: readonly string[]): BackupRefusedError {
  return new BackupRefusedError(
    `This backup needs the encryption ${names.length > 1 ? "keys" : "key"} ${names.join(", ")}, which this server does not have. Put back the key file of the server that made it, or add them to ENCRYPTION_KEYS behind the active one.`,
    { missing: names },
  );
}

async function readStart(path: string): Promise<{ start: Buffer; size: number }> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new BackupRefusedError(`There is no file ${path}.`);
    throw error;
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
    return { start: buffer.subarray(0, bytesRead), size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

async function readEnd(path: string, size: number): Promise<Buffer> {
  await using file = await open(path, "r");
  return (await file.read(Buffer.alloc(tagBytes), 0, tagBytes, size - tagBytes)).buffer;
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return null;
  }
}
