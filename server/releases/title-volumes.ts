/** The rules about numbers around a found title: which volume of a series the name speaks of. */
import { strangeWords, type Surroundings, type Word } from "./title-surroundings.ts";
import type { Mark } from "./release-marks.ts";
import type { TitleForm, WantedTitle } from "./wanted-title.ts";

/** What the numbers say. */
export interface VolumeVerdict {
  readonly problem: string | null;
  readonly isPositionConfirmed: boolean;
}

/** Compares every volume that the name gives with the one that was asked for. */
export function judgeVolumes(around: Surroundings, form: TitleForm, wanted: WantedTitle): VolumeVerdict {
  const ofTitle = volumesOfTitle(around);
  const others = around.volumes.filter((mark) => !ofTitle.includes(mark));
  const all = [...ofTitle, ...others];
  const isPositionConfirmed = wanted.position !== null && all.some((mark) => mark.value === wanted.position);
  const problem = (text: string): VolumeVerdict => ({ problem: text, isPositionConfirmed: false });
  if (wanted.collection !== null) {
    // A name that speaks of several books is compared with the wanted ones elsewhere.
    const [one] = around.marks.some((mark) => mark.kind === "pack") ? [] : ofTitle;
    return one
      ? problem(`It is volume ${one.value}, not volumes ${wanted.collection}.`)
      : { problem: null, isPositionConfirmed };
  }
  if (form.volume !== null) {
    if (all.some((mark) => mark.value === form.volume)) return { problem: null, isPositionConfirmed };
    const other = all[0];
    return problem(other ? wrongVolume(other, form.volume) : `It does not say that it is volume ${form.volume}.`);
  }
  const expected = wanted.position ?? "1";
  const wrong = ofTitle.find((mark) => mark.value !== expected);
  if (wrong && !ofTitle.some((mark) => mark.value === expected)) return problem(wrongVolume(wrong, expected));
  if (wanted.isNamedAsSeries) {
    const otherVolume = others.find((mark) => mark.value !== expected && mark.isBare !== true);
    if (otherVolume && !isPositionConfirmed) return problem(wrongVolume(otherVolume, expected));
  }
  return { problem: null, isPositionConfirmed };
}

const wrongVolume = (mark: Mark, expected: string): string => `It is volume ${mark.value}, not volume ${expected}.`;

/** Numbers that belong to the title itself, because no series' name stands between: "Mistborn 2", "Mistborn (Book 2)". */
function volumesOfTitle(around: Surroundings): Mark[] {
  const found: Mark[] = [];
  const isLabel = (word: Word): boolean =>
    word.role === "unexplained" || (word.role === "known" && !isTitleAgain(around, word));
  const hasLabelled = around.segments.some(
    (segment) => segment.words.some((word) => word.role === "volume") && segment.words.some(isLabel),
  );
  for (const [index, segment] of around.segments.entries()) {
    if (index < around.titleTo) continue;
    const words = segment.words.filter((word) => word.span.from >= around.title.to);
    const at = words.findIndex((word) => word.role === "volume");
    const mark = words[at]?.mark;
    if (!mark || words.slice(0, at).some(isLabel) || found.includes(mark)) continue;
    if (mark.isBare === true && words.slice(0, at).some((word) => word.role !== "connector")) continue;
    if (segment.bracket > 0 && mark.isBare === true && (hasLabelled || strangeWords(words).length > 0)) continue;
    const before = around.segments.slice(around.titleTo + 1, index).filter((other) => other.bracket === 0);
    const isSeparated =
      before.some((other) => other.words.some((word) => isLabel(word))) || (mark.isBare === true && before.length > 0);
    if (!isSeparated) found.push(mark);
  }
  return found;
}

function isTitleAgain(around: Surroundings, word: Word): boolean {
  const title = around.segments.flatMap((segment) => segment.words).filter((other) => other.role === "title");
  return title.some((other) => other.text === word.text);
}
