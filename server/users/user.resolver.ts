import type { GraphQLResolveInfo } from "graphql";
import { sql } from "kysely";
import { Arg, Args, Ctx, Field, FieldResolver, Info, InputType, Mutation, Query, Resolver, Root } from "type-graphql";
import { acrossPeople } from "../context.ts";
import { readRows } from "../database/row-level-security.ts";
import { connectionType, ConnectionArgs, newestFirst, type Connection } from "../graphql/connection.ts";
import { loaderFor, type OperationContext } from "../graphql/operation.ts";
import { isoTime, type Row } from "../graphql/planned-rows.ts";
import { readConnection, readOne } from "../graphql/read.ts";
import { createLocalUser } from "./user.service.ts";
import { User, UserRole } from "./user.entity.ts";
import { UserFilter, whoMatches } from "./user.input.ts";

const UserConnection = connectionType("User", User);

@InputType()
class CreateUserInput {
  @Field(() => String)
  username!: string;
  @Field(() => String)
  password!: string;
  @Field(() => UserRole, { nullable: true })
  role?: UserRole | null;
}

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: "Who is signed in; null for nobody." })
  async viewer(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo): Promise<Row<User> | null> {
    return ctx.viewer ? readOne(ctx, info, User, ctx.viewer.id) : null;
  }

  @Query(() => UserConnection, { description: "Everybody; for admins." })
  users(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => UserFilter, { nullable: true }) filter: UserFilter | null,
  ): Promise<Connection<Row<User>>> {
    return readConnection(ctx, info, User, args, newestFirst, whoMatches(filter ?? {}));
  }

  @Mutation(() => User, { description: "Makes a local account; for admins." })
  async createUser(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CreateUserInput) input: CreateUserInput,
  ) {
    const { id } = await createLocalUser(ctx, { ...input, role: input.role ?? UserRole.USER });
    return readOne(ctx, info, User, id);
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description: "When a browser or a key of theirs was used last, as far as it is remembered; to the minute.",
  })
  lastSeenAt(@Root() user: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return loaderFor<string | null, Row<User>>(ctx, info.fieldNodes[0], async (people) => {
      const ids = people.map(({ id }) => id);
      const rows = await readRows(acrossPeople(ctx).em, (db) =>
        sql<{ id: string; at: string }>`select user_id as id, max(at)::text as at from (
            select user_id, last_seen_at as at from sessions where user_id = any(${ids}::uuid[])
            union all select user_id, last_used_at from api_keys where user_id = any(${ids}::uuid[])
          ) uses where at is not null group by user_id`.compile(db),
      );
      const uses = new Map(rows.map(({ id, at }) => [id, isoTime(at)]));
      return people.map(({ id, lastLoginAt }) => latest(uses.get(id) ?? null, lastLoginAt));
    }).load(user);
  }

  @FieldResolver(() => String, { description: "What to call this person." })
  name(@Root() { username, plexUsername }: Row<User>): string {
    return plexUsername ?? username ?? "somebody";
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The picture of this person on this server, as a path; like Audiobook.coverUrl.",
  })
  pictureUrl(@Root() { avatarUrl }: Row<User>, @Ctx() ctx: OperationContext): string | null {
    return ctx.coverAddresses.pathOf(avatarUrl);
  }
}

/** ISO texts of one zone sort as their times do. */
function latest(one: string | null, other: string | null): string | null {
  return (one ?? "") > (other ?? "") ? one : other;
}
