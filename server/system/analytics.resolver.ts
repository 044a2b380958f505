import type { EntityManager } from "@mikro-orm/postgresql";
import { GraphQLBigInt } from "graphql-scalars";
import { sql } from "kysely";
import { Arg, Ctx, Field, Float, Int, ObjectType, Query, registerEnumType, Resolver } from "type-graphql";
import { withKysely } from "../database/row-level-security.ts";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { keptResult } from "./kept-results.ts";
import { readRequestDays, RequestDay, shelved } from "./read-request-days.ts";

/** What kind of source a download has. */
enum DownloadSourceKind {
  INDEXER = "indexer",
  CLIENT = "client",
}
registerEnumType(DownloadSourceKind, {
  name: "DownloadSourceKind",
  description: "An indexer, which found it, or a download client, which fetched it.",
});

@ObjectType({ description: "How the downloads of one indexer, or by one download client, went." })
class DownloadSource {
  @Field(() => DownloadSourceKind)
  kind!: DownloadSourceKind;
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: "Downloads that were begun." })
  begun!: number;
  @Field(() => Int)
  completed!: number;
  @Field(() => Int, { description: "Those that stalled included." })
  failed!: number;
  @Field(() => GraphQLBigInt, { description: "The sizes of those that were completed." })
  bytes!: number;
}

@ObjectType({ description: "How requests and downloads went over some time, archived ones included." })
class Analytics {
  @Field(() => [RequestDay], { description: "By day, in UTC, days without anything included." })
  days!: RequestDay[];
  @Field(() => [DownloadSource], { description: "By indexer and by download client, those with the most first." })
  sources!: DownloadSource[];
  @Field(() => Int, { description: "Requests that came to the shelf by a download." })
  shelved!: number;
  @Field(() => Float, { nullable: true, description: "From the request to the shelf: the median." })
  medianSecondsToShelf!: number | null;
  @Field(() => Float, { nullable: true, description: "Of ten of them, nine were faster." })
  p90SecondsToShelf!: number | null;
}

const dayMs = 86_400_000;
/** Ten years. */
const mostDays = 3_660;

@Resolver()
export class AnalyticsResolver {
  @Query(() => Analytics, { description: "How requests and downloads went; for admins." })
  analytics(
    @Ctx() { em, events }: OperationContext,
    @Arg("from", () => Date, { description: "The day of it is the first one." }) from: Date,
    @Arg("to", () => Date, { description: "The day of it is the last one." }) to: Date,
  ): Promise<Analytics> {
    if (to < from) throw new InvalidInputError({ to: "The end is before the beginning." });
    if (to.getTime() - from.getTime() > mostDays * dayMs)
      throw new InvalidInputError({ from: `Ask for ${mostDays} days at the most.` });
    const [first, last] = [from, to].map((time) => time.toISOString().slice(0, 10)) as [string, string];
    return keptResult(events, `analytics ${first} ${last}`, () => readAnalytics(em, first, last));
  }
}

/** @param first @param last days in UTC: 2026-11-23. */
async function readAnalytics(em: EntityManager, first: string, last: string): Promise<Analytics> {
  const within = (column: string) => sql`${sql.ref(column)} >= ${`${first}T00:00:00Z`}::timestamptz
      and ${sql.ref(column)} < ${`${last}T00:00:00Z`}::timestamptz + interval '1 day'`;
  const days = await readRequestDays(em, sql`${first}::date`, sql`${last}::date`, "UTC");
  return withKysely(em, async (db) => {
    const { rows: sources } = await sql<DownloadSource>`
        select case grouping(indexer_name) when 0 then 'indexer' else 'client' end as kind,
               coalesce(indexer_name, download_client) as name, count(*)::int as begun,
               count(*) filter (where download_status = 'completed')::int as completed,
               count(*) filter (where download_status in ('failed', 'stalled'))::int as failed,
               coalesce(sum(torrent_size_bytes) filter (where download_status = 'completed'), 0)::float8 as bytes
          from download_history where ${within("started_at")}
         group by grouping sets ((indexer_name), (download_client))
        having coalesce(indexer_name, download_client) is not null
         order by begun desc, name`.execute(db);
    const { rows: times } = await sql<Omit<Analytics, "days" | "sources">>`
        select count(*)::int as shelved,
               percentile_cont(0.5) within group (order by seconds) as "medianSecondsToShelf",
               percentile_cont(0.9) within group (order by seconds) as "p90SecondsToShelf"
          from (${shelved}) shelved where ${within("completed_at")}`.execute(db);
    return { days, sources, ...times[0]! };
  });
}
