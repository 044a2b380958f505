/** What vitest runs once around all test files. */
import type { TestProject } from "vitest/node";
import { startTestCluster } from "./cluster.ts";

/** Starts the PostgreSQL of this run; vitest calls what it returns at the end, whether tests failed or not. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, stop } = await startTestCluster();
  project.provide("cluster", cluster);
  return stop;
}
