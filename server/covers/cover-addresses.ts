import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Where the pictures of others are had on this server: `/covers/<signature>/<their address>`. */
export interface CoverAddresses {
  /** @returns the path here of a picture elsewhere; null where there is none that could be fetched. */
  pathOf(address: string | null): string | null;
  /** @param path what comes after `/covers/`. @returns the address elsewhere; null unless this server made the path. */
  read(path: string): string | null;
}

const longestAddress = 2000;

/**
 * Signs each address that is handed out, so that nobody can have this server fetch one of their own choosing. The oldest
 * key signs: every process of an installation has it, whichever was started before a rotation; each key is believed.
 * @param keys 32 bytes each, the active one first; each is used only through a key that is derived for this one purpose.
 */
export function createCoverAddresses(keys: ReadonlyMap<string, Buffer>): CoverAddresses {
  const derived = [...keys.values()].map((key) =>
    Buffer.from(hkdfSync("sha256", key, "", "readmeabook/covers/v1", 32)),
  );
  const sign = (key: Buffer, encoded: string) => createHmac("sha256", key).update(encoded).digest();
  return {
    pathOf(address) {
      if (address === null || address.length > longestAddress || !/^https?:\/\//i.test(address)) return null;
      const encoded = Buffer.from(address).toString("base64url");
      return `/covers/${sign(derived.at(-1)!, encoded).toString("base64url")}/${encoded}`;
    },
    read(path) {
      const [, signature, encoded] = /^([\w-]{43})\/([\w-]+)$/.exec(path) ?? [];
      if (!signature || !encoded) return null;
      const given = Buffer.from(signature, "base64url");
      const isOurs = derived.some((key) => timingSafeEqual(sign(key, encoded), given));
      return isOurs ? Buffer.from(encoded, "base64url").toString() : null;
    },
  };
}
