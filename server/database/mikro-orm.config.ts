import { fileURLToPath } from "node:url";
import { DataloaderType, type Logger as MikroLogger } from "@mikro-orm/core";
import { Migrator } from "@mikro-orm/migrations";
import { defineConfig, type Options } from "@mikro-orm/postgresql";
import { ReflectMetadataProvider } from "@mikro-orm/decorators/legacy";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { CatalogListRecord } from "../audiobooks/catalog-list.entity.ts";
import { SearchWord } from "../audiobooks/search-word.entity.ts";
import { Configuration } from "../configuration/configuration.entity.ts";
import { IndexerRest } from "../configuration/indexer-rest.entity.ts";
import { IntegrationHealth } from "../configuration/integration-health.entity.ts";
import { JobRecord } from "../jobs/job.entity.ts";
import { LibraryItem } from "../library/library-item.entity.ts";
import { NotificationChoice } from "../notifications/notification-choice.entity.ts";
import { Notification } from "../notifications/notification.entity.ts";
import { PushSubscription } from "../notifications/push-subscription.entity.ts";
import { BlockedRelease } from "../releases/blocked-release.entity.ts";
import { DownloadHistory } from "../requests/download-history.entity.ts";
import { RequestEvent } from "../requests/request-event.entity.ts";
import { Request } from "../requests/request.entity.ts";
import { AuditEvent } from "../security/audit-event.entity.ts";
import { ApiKey } from "../users/api-key.entity.ts";
import { PlexSignIn } from "../users/plex-sign-in.entity.ts";
import { RateLimit } from "../users/rate-limit.entity.ts";
import { Session } from "../users/session.entity.ts";
import { User } from "../users/user.entity.ts";
import { connectionSettings, type DatabaseAddress } from "./address.ts";
import { LastWrite } from "./last-write.entity.ts";
import { reclaimDeadConnections } from "./dead-connections.ts";
import { WatchedConnection } from "./watched-connection.ts";

/** Every table of ours. */
export const entities = [
  User,
  Session,
  ApiKey,
  PlexSignIn,
  RateLimit,
  LastWrite,
  AuditEvent,
  Audiobook,
  CatalogListRecord,
  SearchWord,
  Request,
  RequestEvent,
  DownloadHistory,
  BlockedRelease,
  IndexerRest,
  IntegrationHealth,
  LibraryItem,
  Configuration,
  JobRecord,
  Notification,
  NotificationChoice,
  PushSubscription,
];

/** The folder of the migrations: beside the sources, and beside the compiled program alike. */
export const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * @param role the database role that the pool's connections work as.
 * @param poolSize connections at the most; idle ones are closed after ten seconds.
 */
export function ormOptions(address: DatabaseAddress, role: string, poolSize: number): Options {
  const { options, connectionTimeoutMillis, keepAlive, keepAliveInitialDelayMillis, application_name, ssl } =
    connectionSettings(address, role);
  return defineConfig({
    entities,
    host: address.host,
    port: address.port,
    user: address.user,
    ...(address.password === undefined ? {} : { password: address.password }),
    dbName: address.database,
    driverOptions: {
      options,
      connectionTimeoutMillis,
      keepAlive,
      keepAliveInitialDelayMillis,
      application_name,
      ...(ssl ? { ssl } : {}),
      Client: WatchedConnection,
      onPoolCreated: reclaimDeadConnections,
    },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 10_000 },
    metadataProvider: ReflectMetadataProvider,
    metadataCache: { enabled: false },
    dataloader: DataloaderType.ALL,
    forceUtcTimezone: true,
    debug: false,
    extensions: [Migrator],
    migrations: {
      path: migrationsFolder,
      pathTs: migrationsFolder,
      glob: "!(*.d|*.test).{js,ts}",
      tableName: "migrations",
      snapshotName: ".snapshot",
      // Only `npm run migration` writes the snapshot; PostgreSQL's other versions would each describe the same a little differently.
      snapshotOnMigrate: false,
      emit: "ts",
      // pg-boss owns its own schema.
      silent: true,
    },
    schemaGenerator: {
      ignoreSchema: ["pgboss"],
      // It grows by a partition a month: written by hand.
      skipTables: [/^jobs_archive/],
      // The functions of the audit are written by hand.
      ignoreRoutines: true,
      disableForeignKeys: false,
      createForeignKeyConstraints: true,
    },
    loggerFactory: silentUnlessBroken,
  });
}

/** MikroORM's own log goes to standard output in a format of its own; what matters reaches ours as an error. */
function silentUnlessBroken(): MikroLogger {
  return { log() {}, error() {}, warn() {}, logQuery() {}, setDebugMode() {}, isEnabled: () => false };
}
