import { inTransaction, type Context } from "../context.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import { recordAudit } from "../security/audit.ts";
import { JobStatus } from "./job.entity.ts";
import { scheduleKey } from "./queue.ts";
import { jobs, type JobName } from "./registry.ts";

/** They have a schedule, and so need to be told nothing. */
const scheduled = Object.entries(jobs).flatMap(([name, job]) => ("schedule" in job ? [name as JobName] : []));

/**
 * Has a job that has a schedule run now. While it runs, or waits to run, it is not started twice.
 * @returns the id of its row in the history.
 * @throws InvalidInputError for any other type; ConflictError when its schedule starts it in this very moment.
 */
export async function runJob(ctx: Context, type: string): Promise<string> {
  const name = scheduled.find((each) => each === type);
  if (!name) {
    const choice = scheduled.join(", ");
    throw new InvalidInputError({ type: `Only jobs with a schedule can be started by hand: ${choice}.` });
  }
  return inTransaction(ctx, async (ctx) => {
    const { em, queue } = ctx;
    const recorded = async (id: string) => {
      await recordAudit(ctx, "job.run", { subject: { type: "job", id }, details: { type: name } });
      return id;
    };
    const [running] = await em.execute<{ id: string }[]>(
      "select id from jobs where type = ? and status in (?, ?) order by created_at desc, id desc limit 1",
      [name, JobStatus.ACTIVE, JobStatus.STUCK],
    );
    if (running) return running.id;
    const sent = await queue.enqueue(em, name, {}, { key: scheduleKey });
    if (sent) return recorded(sent);
    // The one that waited was brought forward; by now it may run, or be over.
    const [waiting] = await em.execute<{ id: string }[]>(
      "select id from jobs where type = ? order by created_at desc, id desc limit 1",
      [name],
    );
    if (waiting) return recorded(waiting.id);
    throw new ConflictError("It is being started by its schedule in this very moment.", { type });
  });
}
