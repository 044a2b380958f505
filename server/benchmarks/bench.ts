/**
 * `npm run bench [-- section …] [--markdown]`: measures the program and prints one table. Everything that is compared is
 * measured in the same run, in turns. It brings its own PostgreSQL and data, and leaves nothing behind.
 */
import "reflect-metadata";
import { backup } from "./backup.section.ts";
import { jobs } from "./jobs.section.ts";
import { list } from "./list.section.ts";
import { live } from "./live.section.ts";
import { memory } from "./memory.section.ts";
import { pipeline } from "./pipeline.section.ts";
import { retention } from "./retention.section.ts";
import { runBench } from "./run-bench.ts";
import { start } from "./start.section.ts";
import { statements } from "./statements.section.ts";
import { walls } from "./walls.section.ts";

await runBench({ list, walls, statements, live, pipeline, jobs, retention, backup, memory, start });
