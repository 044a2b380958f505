import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, ID, Info, InputType, Mutation, Query, Resolver } from "type-graphql";
import { inTransaction } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { requireAdmin, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readOne } from "../graphql/read.ts";
import { JobRecord } from "../jobs/job.entity.ts";
import { scheduleKey } from "../jobs/queue.ts";
import { recordAudit } from "../security/audit.ts";
import { Backup, toBackup } from "./backup.type.ts";

@InputType()
class RestoreBackupInput {
  @Field(() => ID)
  id!: string;
}

@InputType()
class DeleteBackupInput {
  @Field(() => ID)
  id!: string;
}

@Resolver()
export class BackupResolver {
  @Query(() => [Backup], { description: "What lies in the folder of the backups, the newest first; for admins." })
  async backups(@Ctx() ctx: OperationContext): Promise<Backup[]> {
    return (await ctx.backups.list()).map(toBackup);
  }

  @Mutation(() => JobRecord, {
    description:
      "Has a backup made and tried; the answer is the job that does it, or that is doing it already. For admins.",
  })
  async makeBackup(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo): Promise<Row<JobRecord>> {
    const id = await inTransaction(ctx, async (ctx) => {
      const { em, queue } = ctx;
      const newest = (live: boolean) =>
        em.execute<{ id: string }[]>(
          `select id from jobs where type = 'back_up' and (not ? or status in ('active', 'stuck'))
            order by created_at desc, id desc limit 1`,
          [live],
        );
      const [running] = await newest(true);
      if (running) return running.id;
      const sent = await queue.enqueue(em, "back_up", { cause: "hand" }, { key: scheduleKey });
      const job = sent ?? (await newest(false))[0]?.id;
      if (!job) throw new ConflictError("It is being started by its schedule in this very moment.");
      await recordAudit(ctx, "backup.asked", { subject: { type: "job", id: job } });
      return job;
    });
    return (await readOne(ctx, info, JobRecord, id))!;
  }

  @Mutation(() => Backup, {
    description:
      "Puts a backup in the place of the database. It is read whole first and refused with a sentence when it cannot be used; then the server backs up what is there now, is away for a moment, and comes back with the one or the other. For admins.",
  })
  async restoreBackup(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => RestoreBackupInput) { id }: RestoreBackupInput,
  ): Promise<Backup> {
    const { username, plexUsername } = requireAdmin(ctx);
    const backup = await ctx.backups.prepareRestore(id);
    await inTransaction(ctx, (ctx) => recordAudit(ctx, "backup.restore_asked", { subject: { type: "backup", id } }));
    ctx.backups.restore({ path: backup.path, name: id, askedBy: plexUsername ?? username });
    return toBackup(backup);
  }

  @Mutation(() => Backup, { description: "Deletes a backup, unless it is the newest good one. For admins." })
  async deleteBackup(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => DeleteBackupInput) { id }: DeleteBackupInput,
  ): Promise<Backup> {
    const backup = await ctx.backups.find(id);
    const newestGood = (await ctx.backups.list()).find(({ state }) => state === "good");
    if (newestGood?.name === id)
      throw new ConflictError("This is the newest good backup. Make another one before you delete it.", { id });
    await inTransaction(ctx, async (ctx) => {
      await recordAudit(ctx, "backup.deleted", { subject: { type: "backup", id } });
      await ctx.backups.remove(id);
    });
    return toBackup(backup);
  }
}
