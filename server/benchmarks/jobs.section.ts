/** From the COMMIT that sends a job to its first line, through the real queue and worker. */
import { setTimeout as pause } from "node:timers/promises";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { ormOptions } from "../database/mikro-orm.config.ts";
import type { Job } from "../jobs/job.ts";
import { connectQueue, createQueue } from "../jobs/queue.ts";
import { jobs as realJobs } from "../jobs/registry.ts";
import { startWorkers } from "../jobs/worker.ts";
import { createLogger } from "../logger.ts";
import type { Bench, Line } from "./section.ts";
import { percentile, spread } from "./statistics.ts";

const count = 200;
const targetMs = 50;

/** One after the other, into an empty queue. */
export async function jobs(bench: Bench): Promise<readonly Line[]> {
  let begun = (_at: number) => {};
  const probe: Job<object> = {
    description: "Nothing.",
    data: z.object({}),
    concurrency: 1,
    expireInSeconds: 60,
    async run() {
      begun(performance.now());
    },
  };
  // In the place of a real one, so that all the rest is as it always is.
  const registry = { ...realJobs, scan_plex: probe };
  const { address, roles } = await bench.cluster.createDatabase("jobs", registry);
  const orm = await MikroORM.init(ormOptions(address, roles.worker, 10));
  bench.atEnd(() => orm.close(true));
  const logger = createLogger("warn");
  const boss = await connectQueue(address, roles.worker, logger);
  bench.atEnd(() => boss.stop({ graceful: true, timeout: 5_000 }));
  const queue = createQueue(boss);
  const fork = () => orm.em.fork() as EntityManager;
  const makeContext = () => ({
    em: fork(),
    queue,
    logger,
    fork: null!,
    viewer: null,
    address: null,
    integrations: null!,
    secrets: null!,
    auditSeals: null!,
    backups: null!,
    replicas: null!,
    publicUrl: null,
  });
  await startWorkers(boss, { scan_plex: probe }, makeContext);

  const milliseconds: number[] = [];
  for (let index = -10; index < count; index += 1) {
    const started = new Promise<number>((resolve) => (begun = resolve));
    const em = fork();
    await em.begin();
    await queue.enqueue(em, "scan_plex", {}, { key: String(index) });
    const sent = performance.now();
    await em.commit();
    const latency = (await started) - sent;
    if (index >= 0) milliseconds.push(latency); // the first ten warm up
    await pause(20);
  }
  return [
    {
      what: "send → handler",
      ours: spread(milliseconds),
      target: `p95 ≤ ${targetMs} ms`,
      met: percentile(milliseconds, 95) <= targetMs,
    },
  ];
}
