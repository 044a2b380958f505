import { sql, type Kysely } from "kysely";
import { Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { acrossPeople } from "../context.ts";
import { withKysely } from "../database/row-level-security.ts";
import { instancesOf, type IntegrationKind } from "../configuration/integration-keys.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { hasPlexSignIn } from "../users/sign-in/open-plex.ts";
import { hasAdmin } from "../users/user.service.ts";
import { version } from "./version.ts";

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

@ObjectType({ description: "How many jobs of a kind there are." })
class QueueCounts {
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: "Ready to run." })
  ready!: number;
  @Field(() => Int, { description: "To run later." })
  delayed!: number;
  @Field(() => Int)
  active!: number;
}

@ObjectType({ description: "The program itself; for admins." })
class System {
  @Field(() => String)
  version!: string;
  @Field(() => String, { description: "PostgreSQL's." })
  databaseVersion!: string;
  @Field(() => [String], { description: "The migrations that have run, oldest first." })
  migrations!: string[];
  @Field(() => [QueueCounts])
  queues!: QueueCounts[];
}

@Resolver()
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
    return withKysely(ctx.em, readSystem);
  }
}

async function readSystem(db: Kysely<any>): Promise<System> {
  const { rows: versions } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(db);
  const { rows: migrations } = await sql<{ name: string }>`select name from migrations order by id`.execute(db);
  const { rows: queues } = await sql<QueueCounts>`
      select q.name,
             count(*) filter (where j.state in ('created', 'retry') and j.start_after <= now())::int as ready,
             count(*) filter (where j.state in ('created', 'retry') and j.start_after > now())::int as delayed,
             count(*) filter (where j.state = 'active')::int as active
        from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state < 'completed'
       where q.name not like '\\_\\_%' group by q.name order by q.name`.execute(db);
  return { version, databaseVersion: versions[0]!.version, migrations: migrations.map((row) => row.name), queues };
}
