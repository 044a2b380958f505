import type { Demo, ReleaseFate } from "./run-demo.ts";
import { drawTree } from "./shelf.ts";

/** @returns what there is to say when all has arrived: where the books are, and what became of the releases. */
export async function describeDemo({ library, books }: Demo): Promise<string> {
  const watched = books.toSorted((one, other) => other.distinctProgress - one.distinctProgress)[0]!;
  const disappointing = books.filter(({ releases }) => releases.some(({ fate }) => fate === "passed over"));
  return [
    `\nAll ${books.length} books are in the library, and play:`,
    ...books.map(({ title, seconds }) => `  ${title}, ${Math.round(seconds)} seconds`),
    `\n${library}`,
    ...(await drawTree(library)),
    // None when an earlier demo has brought them all.
    ...(watched.distinctProgress > 0
      ? [`\nThe live updates told ${watched.distinctProgress} distinct percentages of ${watched.title}.`]
      : []),
    ...disappointing.flatMap(({ title, releases }) => [
      `\nWhat was found of ${title}, with its score:`,
      ...releases.map(describeRelease),
    ]),
  ].join("\n");
}

function describeRelease({ name, score, fate, reason }: ReleaseFate): string {
  return `${String(score).padStart(5)}  ${name}\n       ${fate}${reason ? `: ${reason}` : ""}`;
}
