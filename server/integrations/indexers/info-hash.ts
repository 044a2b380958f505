const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** @returns the BitTorrent v1 info hash as 40 lower-case hex digits, out of hex or base32; null when it is neither. */
export function readInfoHash(text: string): string | null {
  const folded = text.trim().toLowerCase();
  if (/^[0-9a-f]{40}$/.test(folded)) return folded;
  if (!/^[a-z2-7]{32}$/.test(folded)) return null;
  let bits = 0n;
  for (const digit of folded) bits = bits * 32n + BigInt(BASE32.indexOf(digit));
  return bits.toString(16).padStart(40, "0");
}

/** @returns the v1 info hash that a magnet link names; null when it names none, or is no magnet link. */
export function readMagnetInfoHash(link: string): string | null {
  const url = /^magnet:\?/i.test(link) ? URL.parse(link) : null;
  const topics = url
    ? [...url.searchParams].filter(([name]) => /^xt(\.\d+)?$/i.test(name)).map(([, value]) => value)
    : [];
  const hashes = topics.map((topic) => /^urn:btih:(.+)$/i.exec(topic)?.[1]).map((hash) => readInfoHash(hash ?? ""));
  return hashes.find((hash) => hash !== null) ?? null;
}
