/**
 * Decides whether a name is the name of the wanted book. It finds the wanted title, then asks of every other word what
 * it is doing there: an author, a narrator, a series with its number, a format. A word that nothing explains means that
 * the name belongs to another book ("The Housemaid's Secret" is not "The Housemaid").
 */
import { findPhrase, type NameText, type Span } from "./normalise-title.ts";
import type { Mark } from "./release-marks.ts";
import { readSurroundings } from "./title-surroundings.ts";
import { judgeVolumes } from "./title-volumes.ts";
import { judgeWords } from "./title-words.ts";
import type { TitleForm, WantedTitle } from "./wanted-title.ts";

export interface TitleMatch extends Span {
  readonly form: TitleForm;
  /** Sentence: why the name belongs to another book after all. */
  readonly problem: string | null;
  /** Whether the name gives the position in the series that was asked for. */
  readonly isPositionConfirmed: boolean;
  /** What the name says outside the title. */
  readonly marks: readonly Mark[];
}

/** @returns the best reading of the name as the wanted title; null when the title is not in it. */
export function matchTitle(
  name: NameText,
  marks: readonly Mark[],
  authors: readonly Span[],
  narrators: readonly Span[],
  wanted: WantedTitle,
): TitleMatch | null {
  let best: TitleMatch | null = null;
  for (const form of wanted.forms) {
    for (const span of findPhrase(name, form.phrase)) {
      const around = readSurroundings(name, span, marks, authors, narrators, wanted);
      const volumes = judgeVolumes(around, form, wanted);
      const problem = judgeWords(around, wanted) ?? volumes.problem;
      const match = { ...span, form, problem, isPositionConfirmed: volumes.isPositionConfirmed, marks: around.marks };
      if (problem === null) return match;
      best ??= match;
    }
  }
  return best;
}
