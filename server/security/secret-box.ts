import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { UnreadableSecretError } from "../errors.ts";
import { deriveKeys } from "./derived-keys.ts";
import type { KeyFile } from "./encryption-keys.ts";

/** Where a sealed value lives. It is bound to that place: copied to another row or column it does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/** Seals what must not lie readable in the database. */
export interface SecretBox {
  /** The names of the keys that are here now, the active one first. */
  keyNames(): readonly string[];
  /** Makes a key that is the active one from now on, in every process; null where the keys are the owner's to make. */
  readonly addKey: (() => void) | null;
  /** @returns `enc:v1:<key name>:<base64url of nonce, tag and ciphertext>`. */
  seal(plain: string, place: SealedPlace): string;
  /** @throws UnreadableSecretError when it was sealed elsewhere, was changed, or its key is not here. Never says what was inside. */
  open(sealed: string, place: SealedPlace): string;
}

const remedy = "Start this server with the keys that it was sealed with.";

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, 8.2.2), the place as additional data, and a key derived
 * for this one purpose.
 * @param keys 32 bytes each, the active one first.
 * @param file where they come from, when another process may add one: it is looked at before each seal, and when a
 * value names a key that is not known.
 */
export function createSecretBox(keys: ReadonlyMap<string, Buffer>, file: KeyFile | null = null): SecretBox {
  const derived = deriveKeys(keys, file, "readmeabook/field/v1");
  return {
    keyNames: () => [...derived.all().keys()],
    addKey: file && (() => file.addKey()),
    seal(plain, place) {
      const [active, key] = [...derived.all()][0]!;
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(additionalData(active, place));
      const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return `enc:v1:${active}:${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString("base64url")}`;
    },
    open(sealed, place) {
      const [prefix, version, name, body, ...rest] = sealed.split(":");
      if (prefix !== "enc" || version !== "v1" || !name || !body || rest.length > 0) {
        throw new Error(`The value in ${place.table}.${place.column} is not a sealed one.`);
      }
      const key = derived.find(name);
      if (!key)
        throw new UnreadableSecretError(
          `A value in ${place.table}.${place.column} is sealed with key ${name}, which is not in ENCRYPTION_KEYS. ${remedy}`,
        );
      const bytes = Buffer.from(body, "base64url");
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
          .setAAD(additionalData(name, place))
          .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
      } catch (cause) {
        throw new UnreadableSecretError(
          `A value in ${place.table}.${place.column} does not open with key ${name}: it was changed, moved, or sealed with another key of that name. ${remedy}`,
          {},
          { cause },
        );
      }
    },
  };
}

function additionalData(keyName: string, { table, column, id }: SealedPlace): Buffer {
  return Buffer.from(["enc:v1", keyName, table, column, id].join("|"));
}
