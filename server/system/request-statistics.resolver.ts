import { GraphQLBigInt } from "graphql-scalars";
import { sql } from "kysely";
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { withKysely } from "../database/row-level-security.ts";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";

@ObjectType({ description: "What happened on one day." })
class RequestDay {
  @Field(() => String, { description: "2026-11-23" })
  day!: string;
  @Field(() => Int)
  requested!: number;
  @Field(() => Int)
  completed!: number;
  @Field(() => Int, { description: "One that was tried again and failed again counts again." })
  failed!: number;
  @Field(() => GraphQLBigInt, { description: "The sizes of the downloads that were finished." })
  downloadedBytes!: number;
}

const mostDays = 366;

@Resolver()
export class RequestStatisticsResolver {
  @Query(() => [RequestDay], {
    description: "Requests and downloads by day, up to today, days without any included; for admins.",
  })
  requestStatistics(
    @Ctx() ctx: OperationContext,
    @Arg("days", () => Int, { defaultValue: 30, description: `1 to ${mostDays}.` }) days: number,
    @Arg("timeZone", () => String, { defaultValue: "UTC", description: "Where a day begins: Europe/Berlin." })
    timeZone: string,
  ): Promise<RequestDay[]> {
    if (days < 1 || days > mostDays) throw new InvalidInputError({ days: `Ask for 1 to ${mostDays} days.` });
    if (!isTimeZone(timeZone))
      throw new InvalidInputError({ timeZone: "That is no time zone. Give one such as Europe/Berlin." });
    const dayOf = (column: string) => sql`(${sql.ref(column)} at time zone ${timeZone})::date`;
    const begins = sql`(select min(day)::timestamp at time zone ${timeZone} from days)`;
    return withKysely(ctx.em, async (db) => {
      const { rows } = await sql<RequestDay>`
        with days as (
          select generate_series(today - ${days - 1}::int, today, interval '1 day')::date as day
            from (select (now() at time zone ${timeZone})::date as today) t
        ), happened as (
          select ${dayOf("created_at")} as day, 'requested' as what, 0::bigint as bytes from requests where created_at >= ${begins}
          union all
          select ${dayOf("completed_at")}, 'completed', 0 from requests where completed_at >= ${begins}
          union all
          select ${dayOf("created_at")}, 'failed', 0 from request_events
           where created_at >= ${begins} and type = 'status' and to_status = 'failed'
          union all
          select ${dayOf("completed_at")}, 'downloaded', torrent_size_bytes from download_history
           where completed_at >= ${begins} and download_status = 'completed'
        )
        select to_char(day, 'YYYY-MM-DD') as day,
               count(*) filter (where what = 'requested')::int as requested,
               count(*) filter (where what = 'completed')::int as completed,
               count(*) filter (where what = 'failed')::int as failed,
               coalesce(sum(bytes), 0)::text as "downloadedBytes"
          from days left join happened using (day) group by day order by day`.execute(db);
      return rows.map((row) => ({ ...row, downloadedBytes: Number(row.downloadedBytes) }));
    });
  }
}

/** Named after a place: an offset means to PostgreSQL the opposite of what it means to everybody else. */
function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
