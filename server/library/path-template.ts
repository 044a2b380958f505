/**
 * Where a book lies in the library: a template such as `{author}/<{series}/>{title}< [{asin}]>` and one book give the
 * names of the folders, outermost first.
 *
 * - `{author} {title} {narrator} {series} {seriesPosition} {year} {asin}` are replaced by what is known of the book.
 * - A part in angle brackets is left out whole when any variable in it is empty. They do not nest. (Angle brackets,
 *   because no file name may contain them, so square and round ones remain free for names.)
 * - `/` starts a folder. A folder whose name comes out empty is left out; without author or title one is made up.
 *
 * Values come from strangers: each is made harmless by itself, so a `/` in a title never makes a folder.
 */
import { InvalidInputError } from "../errors.ts";

/** What a template may say of a book. Null, undefined and "" are all "not known". */
export interface TemplateBook {
  readonly author: string;
  readonly title: string;
  readonly narrator?: string | null;
  readonly series?: string | null;
  readonly seriesPosition?: string | number | null;
  readonly year?: number | null;
  readonly asin?: string | null;
}

/** The template of a new installation. Media servers recognise a book by the ASIN in its folder's name. */
export const defaultPathTemplate = "{author}/<{series}/>{title}< [{asin}]>";

const variables = ["author", "title", "narrator", "series", "seriesPosition", "year", "asin"] as const;
type Variable = (typeof variables)[number];

/**
 * The folders of a book below the library's root, outermost first: one or more names that are safe on Linux, macOS,
 * Windows and SMB, of at most 200 bytes each.
 */
export function renderPath(template: string, book: TemplateBook): string[] {
  const values = new Map<string, string>(variables.map((name) => [name, valueOf(book, name)]));
  const fill = (text: string) => text.replace(/\{(\w*)\}/g, (_, name: string) => values.get(name) ?? "");
  const path = template.replace(/<([^<>]*)>/g, (_, part: string) =>
    [...part.matchAll(/\{(\w*)\}/g)].every(([, name]) => values.get(name!)) ? part : "",
  );
  const segments = path.split("/").map((segment) => safeName(fill(segment)));
  const names = segments.filter((name) => name !== "");
  return names.length > 0 ? names : ["Untitled"];
}

/** @throws InvalidInputError (field `template`) with a sentence when books could not be put where it points. */
export function validateTemplate(template: string): void {
  const problem = findProblem(template);
  if (problem) throw new InvalidInputError({ template: problem });
}

function findProblem(template: string): string | null {
  const withoutParts = template.replace(/<[^<>]*>/g, "");
  const parts = template.match(/<[^<>]*>/g) ?? [];
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].find(
    ([, name]) => !variables.some((known) => known === name),
  );
  if (template.length > 500) return "The path template is longer than 500 characters.";
  if (template.includes("\\")) return "Separate folders by /, not by \\.";
  if (/^\/|^[a-z]:/i.test(template)) return "The path template is relative to the library: it cannot start at a root.";
  if (template.split("/").some((segment) => /^\.+$/.test(segment.replace(/<[^<>]*>|\s/g, ""))))
    return "The path template cannot contain . or .. as a folder.";
  if (unknown)
    return `There is no variable ${unknown[0]}. There are ${variables.map((name) => `{${name}}`).join(", ")}.`;
  if (/[<>]/.test(withoutParts)) return "Each < needs one > behind it, and they cannot be nested.";
  if (/[{}]/.test(template.replace(/\{\w+\}/g, ""))) return "Each { needs a } behind it.";
  if (parts.some((part) => !part.includes("{")))
    return "A part in < > needs a variable: without one it would always be there.";
  if (/[\p{Cc}:"|?*]/u.test(template)) return 'File names cannot contain : " | ? * or control characters.';
  if (!withoutParts.includes("{title}"))
    return "The path template needs {title} outside < >, so that each book has its own folder.";
  return null;
}

function valueOf(book: TemplateBook, name: Variable): string {
  const value = safeName(String(book[name] ?? ""));
  if (value === "" && name === "author") return "Unknown Author";
  if (value === "" && name === "title") return safeName(book.asin ?? "") || "Untitled";
  return value;
}

/**
 * One name for a file or folder: NFC, without what some file system forbids, without dots or spaces at its ends, no
 * device name of Windows. "" when nothing is left.
 * @param maxBytes of UTF-8; cut between characters
 */
export function safeName(text: string, maxBytes = 200): string {
  const clean = Buffer.from(text)
    .toString()
    .normalize("NFC")
    // Line breaks and other separators part words; the rest only clutters, or turns the reading direction.
    .replace(/[\s/\\|:]+/g, " ")
    .replace(/[\p{Cc}<>"?*\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, "");
  const name = trimEnds(cut(trimEnds(clean.replace(/ +/g, " ")), maxBytes - 1));
  return /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)\s*(\.|$)/i.test(name) ? `_${name}` : name;
}

function trimEnds(text: string): string {
  return text.replace(/^[. ]+|[. ]+$/g, "");
}

function cut(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) break;
    end += segment.length;
  }
  return text.slice(0, end);
}
