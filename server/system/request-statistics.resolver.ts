import { sql } from "kysely";
import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { keptResult } from "./kept-results.ts";
import { readRequestDays, RequestDay } from "./read-request-days.ts";

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
    const today = sql`(now() at time zone ${timeZone})::date`;
    return keptResult(ctx.events, `statistics ${days} ${timeZone}`, () =>
      readRequestDays(ctx.em, sql`${today} - ${days - 1}::int`, today, timeZone),
    );
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
