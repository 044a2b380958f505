import type { GraphQLResolveInfo } from "graphql";
import { Ctx, Field, FieldResolver, Info, Int, ObjectType, Resolver, Root } from "type-graphql";
import { sql } from "kysely";
import { acrossPeople } from "../context.ts";
import { readRows } from "../database/row-level-security.ts";
import { loaderFor, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { User } from "../users/user.entity.ts";
import { countAsked, needsApproval, quotaOf } from "./may-ask.ts";

@ObjectType({ description: "How many books somebody may ask for in how many days, and has." })
class RequestQuota {
  @Field(() => Int, { description: "0: any number." })
  most!: number;
  @Field(() => Int)
  days!: number;
  @Field(() => Int, { description: "What counts of the requests of these days." })
  used!: number;
}

/** Fields of a person that requests answer: they stand here because requests know of people, and people not of requests. */
@Resolver(() => User)
export class UserRequestsResolver {
  @FieldResolver(() => Int, { nullable: true, description: "How many books this person has asked for." })
  requestCount(@Root() { id }: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return loaderFor<number>(ctx, info.fieldNodes[0], async (ids) => {
      const rows = await readRows(acrossPeople(ctx).em, (db) =>
        sql<{ id: string; count: string }>`select user_id as id, count(*) from requests
          where user_id = any(${[...ids]}::uuid[]) group by user_id`.compile(db),
      );
      const counts = new Map(rows.map((row) => [row.id, Number(row.count)]));
      return ids.map((each) => counts.get(each) ?? 0);
    }).load(id);
  }

  @FieldResolver(() => RequestQuota, {
    nullable: true,
    description: "How many books this person may ask for, and has, all things considered.",
  })
  quota(@Root() user: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return loaderFor<RequestQuota, Row<User>>(ctx, info.fieldNodes[0], async (people) => {
      const settings = await ctx.integrations.settings();
      const quotas = people.map((person) => ({ id: person.id, ...quotaOf(person, settings) }));
      const counted = await countAsked(acrossPeople(ctx).em, quotas);
      return quotas.map(({ most, days }, index) => ({ most, days, used: counted[index]!.used }));
    }).load(user);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether an admin decides on this person's requests before they begin, all things considered.",
  })
  async needsApproval(@Root() user: Row<User>, @Ctx() ctx: OperationContext): Promise<boolean> {
    return needsApproval(user, await ctx.integrations.settings());
  }
}
