/** Why a search or a list takes as long as it does: what PostgreSQL did for the very statements that the program sends. */
import { askedOfLists } from "./long-lists.section.ts";
import { openScalePlace } from "./scale-place.ts";
import { askedOfSearches } from "./searches.section.ts";
import type { Bench, Line } from "./section.ts";

/** Prints EXPLAIN (ANALYZE, BUFFERS) of the two statements that took longest for each; measuring each step takes time, too. */
export async function plans(bench: Bench): Promise<readonly Line[]> {
  const place = await openScalePlace(bench, "history", { explains: true });
  const lines: Line[] = [];
  for (const asked of [...(await askedOfSearches(place.address)), ...(await askedOfLists(place.address))]) {
    const [slowest, next] = await place.explain(asked);
    console.log(`\n## ${asked.what}\n\n${[slowest, next].map((plan) => plan?.text).join("\n")}`);
    lines.push({ what: asked.what, ours: `${slowest?.milliseconds.toFixed(1)} ms, with its plan` });
  }
  return lines;
}
