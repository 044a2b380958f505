/**
 * `npm run soak`: an hour of a hundred people who listen live and go on asking, and what the program's memory does meanwhile.
 * It brings its own PostgreSQL and data, and leaves nothing behind.
 */
import "reflect-metadata";
import { runBench } from "./run-bench.ts";
import { soak } from "./soak.section.ts";

await runBench({ soak });
