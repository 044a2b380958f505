import type { EntityManager } from "@mikro-orm/postgresql";
import { GraphQLBigInt } from "graphql-scalars";
import { sql, type RawBuilder } from "kysely";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { withKysely } from "../database/row-level-security.ts";

@ObjectType({ description: "What happened on one day, archived requests included." })
export class RequestDay {
  @Field(() => String, { description: "2026-11-23" })
  day!: string;
  @Field(() => Int)
  requested!: number;
  @Field(() => Int)
  completed!: number;
  @Field(() => Int, { description: "One that was tried again and failed again counts again." })
  failed!: number;
  @Field(() => Int, { description: "Downloads that were finished." })
  downloads!: number;
  @Field(() => GraphQLBigInt, { description: "The sizes of the downloads that were finished." })
  downloadedBytes!: number;
  @Field(() => Float, {
    nullable: true,
    description: "From the request to the shelf, of those that a download was completed for on that day: the median.",
  })
  medianSecondsToShelf!: number | null;
  @Field(() => Float, { nullable: true, description: "Of ten of them, nine were faster." })
  p90SecondsToShelf!: number | null;
}

/** Every request that came to the shelf by a download, and how long it took. What was there already says nothing. */
export const shelved = sql`
  select r.completed_at, extract(epoch from r.completed_at - r.created_at)::float8 as seconds from requests r
   where r.completed_at >= r.created_at and exists (
     select from download_history d where d.request_id = r.id and d.download_status = 'completed' and d.started_at >= r.created_at)`;

/**
 * Reads what happened by day, days without anything included, in one statement.
 * @param first @param last days, as SQL. @param timeZone where a day begins.
 */
export function readRequestDays(
  em: EntityManager,
  first: RawBuilder<unknown>,
  last: RawBuilder<unknown>,
  timeZone: string,
): Promise<RequestDay[]> {
  const dayOf = (column: string) => sql`(${sql.ref(column)} at time zone ${timeZone})::date`;
  const within = (column: string) => sql`
    ${sql.ref(column)} >= (select min(day)::timestamp at time zone ${timeZone} from days)
    and ${sql.ref(column)} < (select (max(day) + 1)::timestamp at time zone ${timeZone} from days)`;
  return withKysely(em, async (db) => {
    const { rows } = await sql<RequestDay>`
      with days as (
        select generate_series(${first}, ${last}, interval '1 day')::date as day
      ), happened as (
        select ${dayOf("created_at")} as day, 'requested' as what, 0::bigint as bytes, null::float8 as seconds
          from requests where ${within("created_at")}
        union all
        select ${dayOf("completed_at")}, 'completed', 0, null from requests where ${within("completed_at")}
        union all
        select ${dayOf("created_at")}, 'failed', 0, null from request_events
         where ${within("created_at")} and type = 'status' and to_status = 'failed'
        union all
        select ${dayOf("completed_at")}, 'downloaded', torrent_size_bytes, null from download_history
         where ${within("completed_at")} and download_status = 'completed'
        union all
        select ${dayOf("completed_at")}, 'shelved', 0, seconds from (${shelved}) shelved where ${within("completed_at")}
      )
      select to_char(day, 'YYYY-MM-DD') as day,
             count(*) filter (where what = 'requested')::int as requested,
             count(*) filter (where what = 'completed')::int as completed,
             count(*) filter (where what = 'failed')::int as failed,
             count(*) filter (where what = 'downloaded')::int as downloads,
             coalesce(sum(bytes), 0)::text as "downloadedBytes",
             percentile_cont(0.5) within group (order by seconds) filter (where what = 'shelved') as "medianSecondsToShelf",
             percentile_cont(0.9) within group (order by seconds) filter (where what = 'shelved') as "p90SecondsToShelf"
        from days left join happened using (day) group by day order by day`.execute(db);
    return rows.map((row) => ({ ...row, downloadedBytes: Number(row.downloadedBytes) }));
  });
}
