import { hkdfSync } from "node:crypto";
import type { KeyFile } from "./encryption-keys.ts";

/** The keys as one purpose uses them: what one seals says nothing about another's. */
export interface DerivedKeys {
  /** All of them as they are now, the active one first. */
  all(): ReadonlyMap<string, Buffer>;
  /** One that something was sealed with. */
  find(name: string): Buffer | undefined;
}

/**
 * @param keys 32 bytes each, the active one first.
 * @param file where they come from, when another process may add one: it is looked at for `all`, and for a key that is
 * not known. A key that is taken out of it is known until the program ends: something may still need it.
 */
export function deriveKeys(keys: ReadonlyMap<string, Buffer>, file: KeyFile | null, purpose: string): DerivedKeys {
  const derive = (from: ReadonlyMap<string, Buffer>) =>
    [...from].map(([name, key]) => [name, Buffer.from(hkdfSync("sha256", key, "", purpose, 32))] as const);
  let derived = new Map(derive(keys));
  const all = () => {
    const newer = file?.readIfChanged();
    if (newer) derived = new Map([...derive(newer), ...[...derived].filter(([name]) => !newer.has(name))]);
    return derived;
  };
  return { all, find: (name) => derived.get(name) ?? all().get(name) };
}
