import { CronExpressionParser } from "cron-parser";
import type { GraphQLResolveInfo } from "graphql";
import { sql } from "kysely";
import { Ctx, Field, Info, ObjectType, Query, Resolver } from "type-graphql";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { selectionOf } from "../graphql/selection.ts";
import type { Job } from "./job.ts";
import { JobRecord } from "./job.entity.ts";
import { jobs } from "./registry.ts";

@ObjectType({ description: "Work that runs by itself at certain times." })
class JobSchedule {
  @Field(() => String, { description: "sync_library, reconcile_requests, …" })
  type!: string;
  @Field(() => String, { description: "What it does, in a sentence." })
  description!: string;
  @Field(() => String, { description: "When it runs: minute, hour, day, month, day of the week; UTC." })
  cron!: string;
  @Field(() => Date)
  nextRunAt!: Date;
  @Field(() => JobRecord, { nullable: true, description: "The last one that began." })
  lastJob!: Row<JobRecord> | null;
}

@Resolver()
export class JobScheduleResolver {
  @Query(() => [JobSchedule], { description: "What runs by itself, and when; for admins." })
  async schedules(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo): Promise<JobSchedule[]> {
    const scheduled = Object.entries<Job<any>>(jobs).flatMap(([type, { description, schedule }]) =>
      schedule ? [{ type, description, cron: schedule }] : [],
    );
    const { lastJob } = selectionOf(info);
    const last = lastJob
      ? await ctx.rows.read(ctx.em, JobRecord, { ...lastJob, type: {} }, (query) =>
          query.where("t.id", "in", newestOfEach(scheduled.map(({ type }) => type)) as never),
        )
      : [];
    return scheduled.map((each) => ({
      ...each,
      nextRunAt: CronExpressionParser.parse(each.cron, { tz: "UTC" }).next().toDate(),
      lastJob: last.find(({ type }) => type === each.type) ?? null,
    }));
  }
}

function newestOfEach(types: readonly string[]) {
  return sql`(select newest.id from unnest(${types}::text[]) as kind cross join lateral (
    select id from jobs where type = kind and started_at is not null order by created_at desc, id desc limit 1) newest)`;
}
