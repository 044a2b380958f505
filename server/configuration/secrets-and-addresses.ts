/**
 * A stored secret goes to the address that it was given for, and to no other: whoever may change settings could else have
 * it sent to a server of their own, and read there what no answer shows.
 */
import { configurationKeys, findConfigurationKey } from "./configuration-keys.ts";

/** Which secrets have to be given again before an address may change: each one's key, and the sentence that says so. */
export function secretsToGiveAgain(
  stored: Readonly<Record<string, string | null | undefined>>,
  changes: readonly { readonly key: string; readonly value: string | null }[],
): Record<string, string> {
  const isGiven = (key: string) => changes.some((change) => change.key === key);
  const again: Record<string, string> = {};
  for (const { key, value } of changes) {
    if (!key.endsWith(".url")) continue;
    const initial = findConfigurationKey(key)?.default ?? null;
    if (originOf(stored[key] ?? initial) === originOf(value ?? initial)) continue;
    const prefix = key.slice(0, -"url".length);
    for (const secret of secretsBelow(prefix))
      if (stored[secret] != null && !isGiven(secret))
        again[secret] =
          `${findConfigurationKey(secret)!.label}: Enter it again, because the address that it is sent to changes.`;
  }
  return again;
}

/** @param prefix of an integration: `indexer.`, `indexer.mam.`. */
function secretsBelow(prefix: string): string[] {
  const kind = prefix.slice(0, prefix.indexOf(".") + 1);
  const properties = Object.keys(configurationKeys).filter((key) => key.startsWith(kind));
  return properties
    .map((key) => prefix + key.slice(kind.length))
    .filter((key) => findConfigurationKey(key)?.secret === true);
}

/** Scheme, host and port. What is no address is one of its own; from none to one is a change too. */
function originOf(address: string | null): string | null {
  return address === null ? null : (URL.parse(address)?.origin ?? address);
}
