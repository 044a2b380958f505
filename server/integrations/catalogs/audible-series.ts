import type { CatalogEntry } from "./catalog.ts";

/** A series that a book is listed under. */
export interface ListedSeries {
  readonly title: string | null;
  readonly sequence: string | null;
}

/** What gathers several series, or books in another order: "Wizarding World Collection", "… in Chronological Order". */
const GATHERING = /\b(collections?|universe|world|chronological|publication order|omnibus|bundles?|packs?)\b/i;

/**
 * Of several series, the one that people know the book by: one that says the place, that the shop itself names beside
 * the book, and that does not gather other series; else the first.
 * @param names texts beside the book that may name its series: the subtitle, the name that the shop shows.
 */
export function chooseSeries(
  listed: readonly ListedSeries[],
  names: readonly (string | null)[],
): Pick<CatalogEntry, "seriesTitle" | "seriesPosition"> {
  const beside = names.map((name) => plain(name ?? ""));
  const weigh = ({ title, sequence }: ListedSeries): number =>
    (sequence ? 4 : 0) +
    (beside.some((name) => name.includes(plain(title ?? ""))) ? 2 : 0) +
    (GATHERING.test(title ?? "") ? 0 : 1);
  const [best] = listed.filter(({ title }) => title !== null).sort((one, other) => weigh(other) - weigh(one));
  return { seriesTitle: best?.title ?? null, seriesPosition: best?.sequence ?? null };
}

/** Words between spaces, without a series' article. */
function plain(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${(/^(the|a|an)$/.test(words[0] ?? "") ? words.slice(1) : words).join(" ")} `;
}
