/**
 * `npm run bench:scale [-- section …] [--markdown]`: a million audiobooks and requests and ten million jobs, and how long
 * people wait for what they search and list, beside the same by hand. Each section by itself takes a few minutes.
 */
import "reflect-metadata";
import { longLists } from "./long-lists.section.ts";
import { runBench } from "./run-bench.ts";
import { searches } from "./searches.section.ts";

await runBench({ searches, lists: longLists });
