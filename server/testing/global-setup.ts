/** What vitest runs once around all test files. */
import type { TestProject } from "vitest/node";
import { startTestCluster } from "./cluster.ts";
import { makeTemplate } from "./database.ts";

/** Starts the PostgreSQL of this run with a migrated template in it; vitest calls what it returns at the end, whether tests failed or not. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, stop } = await startTestCluster();
  try {
    const { template, drop } = await makeTemplate(cluster);
    project.provide("cluster", cluster);
    project.provide("template", template);
    return () => drop().finally(stop);
  } catch (error) {
    await stop();
    throw error;
  }
}
