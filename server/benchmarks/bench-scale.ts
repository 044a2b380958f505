/**
 * `npm run bench:scale [-- section …] [--markdown] [--keep folder]`: a million audiobooks and requests and ten million
 * jobs, and how long people wait for what they search and list, beside the same by hand. To fill them takes ten minutes
 * and 10 GB; what is in a folder that is kept is not filled again.
 */
import "reflect-metadata";
import { longLists } from "./long-lists.section.ts";
import { matching } from "./matching.section.ts";
import { partitions } from "./partitions.section.ts";
import { plans } from "./plans.section.ts";
import { runBench } from "./run-bench.ts";
import { searches } from "./searches.section.ts";

await runBench({ searches, lists: longLists, matching, partitions, plans });
