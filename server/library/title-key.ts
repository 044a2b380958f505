import { comparable } from "./comparable-text.ts";

/** A title as it is compared: with its subtitle, and without. */
export interface ComparableTitle {
  readonly full: string;
  readonly main: string;
}

/** Takes a title apart. What people write about the recording ("Unabridged") is no part of it. */
export function comparableTitle(title: string): ComparableTitle {
  const plain = title.replace(/[([](un)?abridged[)\]]/gi, " ");
  return { full: comparable(plain), main: comparable(plain.split(/:| - /)[0]!) };
}

/**
 * By which a library item is found again: its title without its subtitle, at most 500 characters. Empty when nothing is
 * left of it, which finds nothing.
 */
export function titleKey(title: string): string {
  return comparableTitle(title).main.slice(0, 500);
}

/** The keys under which an item of that title may stand: one side may leave the subtitle out, or write it without a colon. */
export function titleKeysOf(title: string): string[] {
  const { full, main } = comparableTitle(title);
  return [...new Set([main.slice(0, 500), full.slice(0, 500)])].filter((key) => key !== "");
}
