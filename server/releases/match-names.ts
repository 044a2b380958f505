/**
 * Finds a person in a release's name: "J.N. Chaney" is also "J N Chaney", "JN Chaney", "Chaney, J. N.". A middle name
 * may be missing or shortened on either side; two people who share a last name stay two people.
 */
import { expandUmlauts, findPhrase, fold, readName, type NameText, type Span } from "./normalise-title.ts";

/** Where a person stands, and whether only the last name does. */
export interface PersonFound extends Span {
  readonly isLastNameOnly: boolean;
}

const ROLE =
  /[([-]\s*(?:translator|translated by|introduction|foreword|afterword|editor|illustrator|contributor|preface|adapt\w*)\b.*$/iu;
const NOT_A_NAME = new Set("jr sr phd md dr prof sir dame lord lady mr mrs ms rev esq obe introduction".split(" "));

/** Splits what a catalog gives as authors or narrators; translators and writers of forewords are left out. */
export function splitPeople(people: string): string[] {
  const names = people.split(/\s*(?:[,;&/|、]|\band\b|\bund\b|\bwith\b)\s*/iu).map((name) => name.trim());
  const kept = names.filter((name) => name && !ROLE.test(name) && !NOT_A_NAME.has(fold(name).replaceAll(".", "")));
  return kept.length > 0 ? kept : names.filter(Boolean).map((name) => name.replace(ROLE, "").trim());
}

/** A person's name, taken apart once for all releases. */
export interface Person {
  readonly spellings: readonly (readonly string[])[];
  /** With ae, oe and ue as one letter, for names that write the umlaut. */
  readonly umlautSpelling: readonly string[];
}

/** Takes a name as a catalog writes it apart. */
export function readPerson(person: string): Person {
  const whole = [...new Set([person, expandUmlauts(person)])].map(nameParts);
  // The second of two last names is often left out: Miguel de Cervantes Saavedra.
  const spellings = [...whole, ...whole.filter((parts) => parts.length > 3).map((parts) => parts.slice(0, -1))];
  return { spellings, umlautSpelling: nameParts(person.replace(/([aou])e/giu, "$1")) };
}

/** Everywhere the person stands in the name, whole names first. */
export function findPerson(name: NameText, person: Person): PersonFound[] {
  const spellings = name.hasUmlaut ? [...person.spellings, person.umlautSpelling] : person.spellings;
  return spellings.flatMap((spelling) => findSpelling(name, spelling));
}

function nameParts(person: string): string[] {
  const text = readName(person);
  const parts = text.words
    .map((word) => text.letters.slice(word.from, word.to))
    .filter((part) => !NOT_A_NAME.has(part));
  const first = text.words[0];
  const raw = person.trim().split(/[\s.]/u)[0] ?? "";
  const isJoinedInitials =
    first && parts.length > 1 && /^\p{Lu}{2,3}$/u.test(raw) && parts.slice(1).some((part) => /[aeiouy]/u.test(part));
  return isJoinedInitials ? [...raw.toLowerCase(), ...parts.slice(1)] : parts;
}

function findSpelling(name: NameText, parts: readonly string[]): PersonFound[] {
  const whole = findPhrase(name, parts.join(""));
  const found: Span[] = [...whole];
  if (parts.length === 1) return found.map((span) => ({ ...span, isLastNameOnly: false }));
  for (let split = 1; split < parts.length && parts.length - split <= 3; split++) {
    const given = parts.slice(0, split);
    const last = parts.slice(split).join("");
    for (const lastSpan of findPhrase(name, last)) {
      const before = givenBefore(name, lastSpan.from, given);
      const after = givenAfter(name, lastSpan.to, given);
      if (before !== null) found.push({ from: before, to: lastSpan.to });
      if (after !== null) found.push({ from: lastSpan.from, to: after });
    }
  }
  const last = parts.at(-1) ?? "";
  const alone =
    last.length >= 3 && found.length === 0 ? findPhrase(name, last).filter((span) => standsAlone(name, span)) : [];
  return [
    ...found.map((span) => ({ ...span, isLastNameOnly: false })),
    ...alone.map((span) => ({ ...span, isLastNameOnly: true })),
  ];
}

/** Whether these pieces, in this order, can be the given names: initials stand for names, middle names may be missing. */
function fitsGiven(pieces: readonly string[], given: readonly string[]): boolean {
  const joined = pieces.join("");
  if (joined === given.join("") || joined === given.map((part) => part.charAt(0)).join("")) return true;
  const [first = "", ...middles] = pieces;
  const [wantedFirst = "", ...wantedMiddles] = given;
  const isInitial = wantedFirst.length === 1;
  if (first !== wantedFirst && first !== wantedFirst.charAt(0) && !(isInitial && first.startsWith(wantedFirst)))
    return false;
  if (isInitial && wantedMiddles.length > 0) {
    return (
      pieces.length === given.length && pieces.every((piece, index) => piece.charAt(0) === given[index]?.charAt(0))
    );
  }
  return middles.every((middle) =>
    wantedMiddles.length > 0
      ? wantedMiddles.some((wanted) => wanted.charAt(0) === middle.charAt(0))
      : middle.length === 1,
  );
}

function givenBefore(name: NameText, at: number, given: readonly string[]): number | null {
  const end = name.pieces.findIndex((piece) => piece.from === at);
  if (end < 0 || name.pieces[end]?.gap === "comma" || name.pieces[end]?.gap === "hard") return null;
  let best: number | null = null;
  for (let count = 1; count <= 5 && count <= end; count++) {
    const pieces = name.pieces.slice(end - count, end);
    const first = pieces[0];
    if (!first) break;
    if (
      fitsGiven(
        pieces.map((piece) => piece.text),
        given,
      )
    )
      best = first.from;
    if (first.gap === "hard" || first.gap === "comma") break;
  }
  return best;
}

function givenAfter(name: NameText, at: number, given: readonly string[]): number | null {
  const start = name.pieces.findIndex((piece) => piece.from === at);
  let best: number | null = null;
  for (let count = 1; start >= 0 && count <= 5 && start + count <= name.pieces.length; count++) {
    const pieces = name.pieces.slice(start, start + count);
    const last = pieces.at(-1);
    if (!last || last.gap === "hard" || (count > 1 && last.gap === "comma")) break;
    const texts = pieces.map((piece) => piece.text);
    if (fitsGiven(texts, given) && (pieces[0]?.gap === "comma" || texts.join("").length > 1)) best = last.to;
  }
  return best;
}

/** A last name alone is a person only where nothing else stands with it: "King - It", "Niven & Pournelle". */
function standsAlone(name: NameText, span: Span): boolean {
  const first = name.pieces.findIndex((piece) => piece.from === span.from);
  const next = name.pieces.findIndex((piece) => piece.from >= span.to);
  const before = name.pieces[first];
  const after = next < 0 ? undefined : name.pieces[next];
  const previous = name.pieces[first - 1];
  const isFree = (
    piece: { readonly text: string; readonly gap: string } | undefined,
    gap: string | undefined,
  ): boolean => piece === undefined || gap === "hard" || piece.text === "and";
  return isFree(previous, before?.gap) && isFree(after, after?.gap);
}
