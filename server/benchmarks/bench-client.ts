/**
 * `npm run bench:client [-- section …] [--markdown]`: measures the web client in Chromium and prints each figure with its
 * bar beside it. The servers are the real ones, each a process of its own, at a PostgreSQL that the run brings.
 */
import "reflect-metadata";
import { bundle } from "./client/bundle.section.ts";
import { outage } from "./client/outage.section.ts";
import { pixels } from "./client/pixels.section.ts";
import { scroll } from "./client/scroll.section.ts";
import { vitals } from "./client/vitals.section.ts";
import { runBench } from "./run-bench.ts";

await runBench({ bundle, pixels, vitals, scroll, outage });
