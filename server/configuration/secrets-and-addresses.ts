/**
 * A stored secret goes to the address that it was given for, and to no other: whoever may change settings could else have
 * it sent to a server of their own, and read there what no answer shows.
 */
import { unescape } from "node:querystring";
import { InvalidInputError } from "../errors.ts";
import { hideInAddress } from "../secrets-in-text.ts";
import { configurationKeys, findConfigurationKey } from "./configuration-keys.ts";

interface Change {
  readonly key: string;
  readonly value: string | null;
}

/** What a setting may be shown as: of a secret nothing, of an address what no secret is in. */
export function shownValue(key: string, value: string | null): string | null {
  if (findConfigurationKey(key)!.secret) return null;
  return value !== null && isAddress(key) ? hideInAddress(value) : value;
}

/** Whether it has to be sealed: people put passwords and keys into addresses too. */
export function holdsSecret(key: string, value: string): boolean {
  return findConfigurationKey(key)!.secret || shownValue(key, value) !== value;
}

/** The secrets that a setting holds: itself, or what is in its address. */
export function secretsIn(key: string, value: string): string[] {
  const known = findConfigurationKey(key);
  if (known?.secret) return [value];
  const address = isAddress(key) ? URL.parse(value) : null;
  if (!address) return [];
  const [username, password] = [unescape(address.username), unescape(address.password)];
  return [`${username}:${password}`, password, ...address.searchParams.values()];
}

/**
 * An address that comes back as it was shown stays as it is stored.
 * @throws InvalidInputError for one that is another, and still lacks what was not shown.
 */
export function withStoredAddresses(
  stored: Readonly<Record<string, string | null | undefined>>,
  changes: readonly Change[],
): Change[] {
  return changes.map(({ key, value }) => {
    const before = stored[key] ?? null;
    if (value === null || !isAddress(key) || !value.includes("…")) return { key, value };
    if (before !== null && value === hideInAddress(before)) return { key, value: before };
    const { label } = findConfigurationKey(key)!;
    throw new InvalidInputError({ [key]: `${label}: Enter it whole, with the password or key where it shows “…”.` });
  });
}

/** Which secrets have to be given again before an address may change: each one's key, and the sentence that says so. */
export function secretsToGiveAgain(
  stored: Readonly<Record<string, string | null | undefined>>,
  changes: readonly Change[],
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

function isAddress(key: string): boolean {
  return /[._]url$/.test(key);
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
  const parsed = address === null ? null : URL.parse(address);
  // Of smtp:// there is no `origin`.
  return parsed ? `${parsed.protocol}//${parsed.host}` : address;
}
