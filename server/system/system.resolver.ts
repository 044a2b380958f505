import { GraphQLBigInt, GraphQLJSONObject } from "graphql-scalars";
import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root, Subscription } from "type-graphql";
import { acrossPeople } from "../context.ts";
import { instancesOf, type IntegrationKind } from "../configuration/integration-keys.ts";
import { readStatistics, type StatementStatistics } from "../database/statement-statistics.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { EncryptionKey, readEncryptionKeys } from "../security/encryption-key.type.ts";
import { hasPlexSignIn } from "../users/sign-in/open-plex.ts";
import { hasAdmin } from "../users/user.service.ts";
import { readSystem } from "./read-system.ts";
import { makeSupportBundle } from "./support-bundle.ts";
import { systemChanges } from "./system-changes.ts";
import { StatementStatisticsType, System } from "./system.type.ts";

@ObjectType({ description: "What is still to be done before requests can be fulfilled. Anybody may ask." })
class Setup {
  @Field(() => Boolean, { description: "There is somebody who can administer this server." })
  hasAdmin!: boolean;
  @Field(() => Boolean)
  hasIndexer!: boolean;
  @Field(() => Boolean)
  hasDownloadClient!: boolean;
  @Field(() => Boolean)
  hasMediaServer!: boolean;
  @Field(() => Boolean)
  hasCatalog!: boolean;
  @Field(() => Boolean, { description: "People may sign in with their Plex account." })
  hasPlexSignIn!: boolean;
}

@Resolver(() => System)
export class SystemResolver {
  @Query(() => Setup)
  async setup(@Ctx() ctx: OperationContext): Promise<Setup> {
    const settings = await ctx.integrations.settings();
    const has = (kind: IntegrationKind) => instancesOf(kind, settings).length > 0;
    return {
      hasAdmin: await hasAdmin(acrossPeople(ctx).em),
      hasIndexer: has("indexer"),
      hasDownloadClient: has("download_client"),
      hasMediaServer: has("media_server"),
      hasCatalog: has("catalog"),
      hasPlexSignIn: hasPlexSignIn(settings),
    };
  }

  @Query(() => System)
  system(@Ctx() ctx: OperationContext): Promise<System> {
    return readSystem(ctx);
  }

  @Query(() => GraphQLJSONObject, {
    description:
      "What somebody who is to help has to know: versions, settings without secrets, health, what failed. For admins.",
  })
  supportBundle(@Ctx() ctx: OperationContext): Promise<Record<string, unknown>> {
    return makeSupportBundle(ctx);
  }

  @FieldResolver(() => String, { description: "PostgreSQL's." })
  async databaseVersion(@Ctx() { em }: OperationContext): Promise<string> {
    const [row] = await em.execute<{ version: string }[]>("select current_setting('server_version') as version");
    return row!.version;
  }

  @FieldResolver(() => GraphQLBigInt, { description: "How much the database takes." })
  async databaseBytes(@Ctx() { em }: OperationContext): Promise<number> {
    const [row] = await em.execute<{ bytes: string }[]>("select pg_database_size(current_database()) as bytes");
    return Number(row!.bytes);
  }

  @FieldResolver(() => [String], { description: "The migrations that have run, oldest first." })
  async migrations(@Ctx() { em }: OperationContext): Promise<string[]> {
    const rows = await em.execute<{ name: string }[]>("select name from migrations order by id");
    return rows.map(({ name }) => name);
  }

  @FieldResolver(() => [EncryptionKey], { description: "The keys of the stored secrets, the active one first." })
  encryptionKeys(@Ctx() ctx: OperationContext): Promise<EncryptionKey[]> {
    return readEncryptionKeys(ctx);
  }

  @FieldResolver(() => [StatementStatisticsType], {
    nullable: true,
    description: "The statements that took the database longest, since it was told to count; null: nobody counts.",
  })
  slowStatements(@Ctx() { em }: OperationContext): Promise<StatementStatistics[] | null> {
    return readStatistics(em);
  }

  @Subscription(() => System, {
    description: "The program, whenever its queues, the health of what is outside or its room change; for admins.",
    subscribe: ({ context }) => systemChanges(context as OperationContext),
  })
  systemChanged(@Root() system: System): System {
    return system;
  }
}
