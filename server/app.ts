/** The composition root: everything is built here, and tests build it here too. */
import "reflect-metadata";
import { join } from "node:path";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { backUpBeforeMigrating, createBackups, restoreBeforeStart, type RestoreOrder } from "./backup/backups.ts";
import { createIntegrations, type Integrations } from "./configuration/integrations.ts";
import { readSettings } from "./configuration/configuration.service.ts";
import type { Context } from "./context.ts";
import { createCoverAddresses } from "./covers/cover-addresses.ts";
import { createCovers } from "./covers/covers.ts";
import { createServeCover } from "./covers/serve-cover.ts";
import { addressFromUrl } from "./database/address.ts";
import { takeExclusive } from "./database/exclusive.ts";
import { ormOptions } from "./database/mikro-orm.config.ts";
import { openDatabase } from "./database/open-database.ts";
import { presenceLock } from "./database/processes.ts";
import { readingFrom } from "./database/read-source.ts";
import { watchReplicas } from "./database/replicas.ts";
import { sessionOf } from "./database/row-level-security.ts";
import type { Env } from "./env.ts";
import { listen, type Events } from "./events.ts";
import { computedFrom } from "./graphql/computed-fields.ts";
import type { MakeOperation } from "./graphql/operation.ts";
import { createRowReader } from "./graphql/planned-rows.ts";
import { makeSchema } from "./graphql/schema.ts";
import { readOperationNames } from "./graphql/trusted-documents.ts";
import { listenHttp } from "./http.ts";
import { createHttpClient } from "./integrations/http-client.ts";
import { connectQueue, createQueue, queueDefinitions, scheduleKey } from "./jobs/queue.ts";
import { jobs } from "./jobs/registry.ts";
import { startSyncLoop } from "./jobs/sync-loop.ts";
import { startWorkers } from "./jobs/worker.ts";
import { logContext, type Logger } from "./logger.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createFigureReader } from "./metrics/read-figures.ts";
import { createRequestStates } from "./requests/request-changes.ts";
import { recordAudit } from "./security/audit.ts";
import { createAuditSeals } from "./security/audit-seals.ts";
import { checkKeys } from "./security/check-keys.ts";
import { loadOrMakeKeyFile, openKeyFile } from "./security/encryption-keys.ts";
import { assertSharedKeys, keyLocks } from "./security/key-locks.ts";
import { createSecretBox } from "./security/secret-box.ts";
import { version } from "./system/version.ts";
import { tracedCalls } from "./tracing.ts";
import { createReceiveBackup } from "./users/receive-backup.ts";
import { createAuthenticate } from "./users/authenticate.ts";
import type { User } from "./users/user.entity.ts";
import { hasAdmin, setUpToken } from "./users/user.service.ts";
import { createCredentialWatch } from "./users/watch-credentials.ts";

const poolOf = (orm: MikroORM): Promise<Pool> => (orm.em as EntityManager).getConnection().getNativeClient();

/** A program that runs. */
export interface App {
  /** Where it listens. */
  readonly url: string;
  /** Settles when operations are answered; rejects when that will never be (a migration failed). */
  readonly ready: Promise<ReadyApp>;
  /** Takes no new work, finishes what runs, lets go of everything. However often it is called, it is done once. */
  close(): Promise<void>;
  /** Somebody wants a backup in the place of the database: close it, and start with this. */
  readonly toRestore: Promise<RestoreOrder>;
}

/** What is known once it is ready. */
export interface ReadyApp {
  /** The one-time token of the set-up, while there is no admin. */
  readonly setUpToken: string | null;
  /** What happens, as this process hears of it. */
  readonly events: Events;
  /**
   * A context as jobs have it, for programs that work beside the server: the demo's checks, the seed, tests.
   * @param viewer makes it as that person's operations have it.
   */
  makeContext(viewer?: User): Context;
}

/** Why an app that is closed while it still starts never becomes ready. */
export class StoppedError extends Error {}

/** What tests and benchmarks put in the place of the outside world. */
export interface OtherLeaves {
  readonly integrations?: (real: Integrations) => Integrations;
  /** In whose name the operations work: the benchmark of what row-level security costs has them work in nobody's. */
  readonly sessionOf?: typeof sessionOf;
}

/**
 * Begins to listen at once, and gets ready behind that.
 * @param restore is put in the place of the database first; when that cannot be, it starts with what there is.
 * @throws when the port cannot be had or the keys are not right.
 */
export async function createApp(
  env: Env,
  logger: Logger,
  leaves: OtherLeaves = {},
  restore: RestoreOrder | null = null,
): Promise<App> {
  const inNameOf = leaves.sessionOf ?? sessionOf;
  const isWorker = env.role !== "web";
  let keyFile = env.encryptionKeys ? null : loadOrMakeKeyFile(env.dataDir);
  if (keyFile?.made)
    logger.warn(
      { file: keyFile.path },
      "Made a key for the secrets in the database. Back this file up: without it they cannot be read.",
    );
  const metrics = createMetrics(readOperationNames());
  const http = await listenHttp(env, logger, metrics);
  const closers: (() => Promise<unknown>)[] = [() => http.close()];
  const stopping = new AbortController();
  const toRestore = Promise.withResolvers<RestoreOrder>();

  async function start(): Promise<ReadyApp> {
    const notRestored = restore && (await restoreBeforeStart(env, restore, logger));
    // A backup of another server comes with that one's keys.
    if (restore?.keys) keyFile = loadOrMakeKeyFile(env.dataDir);
    const keys = env.encryptionKeys ?? keyFile!.keys;
    const database = await openDatabase(env, queueDefinitions(jobs), logger, stopping.signal, (address, roles) =>
      backUpBeforeMigrating(createBackups(env, { address, roles }, logger), logger),
    );
    const { address, roles } = database;
    closers.push(() => database.close());
    const appOrm = await MikroORM.init(ormOptions(address, roles.app, 10));
    closers.push(() => appOrm.close(true));
    const workerOrm = await MikroORM.init(ormOptions(address, roles.worker, 10));
    closers.push(() => workerOrm.close(true));
    const forkApp = () => appOrm.em.fork() as EntityManager;
    // Everybody's too: not of the workers' connections, so that the jobs go on however many people ask.
    const fork = (whose: User | "everybody") => appOrm.em.fork({ session: inNameOf(roles, whose) }) as EntityManager;
    const forkWorker = () => workerOrm.em.fork() as EntityManager;

    const secrets = createSecretBox(keys, keyFile && openKeyFile(keyFile.path));
    const auditSeals = createAuditSeals(keys, keyFile && openKeyFile(keyFile.path));
    const { isRotationLeft, warnings } = await checkKeys(forkWorker(), secrets, auditSeals);
    for (const warning of warnings) logger.warn(warning);
    // As the worker: notices are about everybody's rows, and each subscriber's are picked out afterwards.
    const listener = await listen(address, roles.worker, logger, [...keyLocks(keys), presenceLock]);
    closers.push(() => listener.close());
    await assertSharedKeys(forkWorker(), keys);
    const configured = createIntegrations(() => readSettings(forkWorker(), secrets), {
      http: tracedCalls(createHttpClient({ userAgent: `ReadMeABook/${version}` })),
      dataDir: env.dataDir,
      // What only one process may run is a worker's: the embedded download client, wherever its folder is.
      exclusive: async (name) => (isWorker ? takeExclusive(address, roles.worker, name) : null),
      log: (level, message, facts) => logger[level](facts ?? {}, message),
    });
    const integrations = leaves.integrations?.(configured) ?? configured;
    closers.push(() => integrations.reset());
    const chooseLevel = async () => {
      logger.level = (await integrations.settings())["system.log_level"] ?? env.logLevel;
    };
    listener.events.on("configurationChanged", () => {
      void integrations.reset();
      void chooseLevel().catch((error: Error) =>
        logger.warn({ reason: error.message }, "The log level cannot be read"),
      );
    });
    await chooseLevel();

    const [app, worker] = await Promise.all([poolOf(appOrm), poolOf(workerOrm)]);
    const replicas = watchReplicas({
      addresses: env.databaseReplicaUrls.map(addressFromUrl),
      role: roles.app,
      primary: app,
      fork: () => fork("everybody"),
      logger,
      onChange: () => listener.events.emit("systemChanged", {}),
    });
    closers.push(() => replicas.close());
    const boss = await connectQueue(address, roles.worker, logger, isWorker);
    const queue = createQueue(boss);
    const backups = createBackups(env, database, logger, toRestore.resolve);
    // Somebody put a new key first, or a rotation was killed.
    if (isRotationLeft)
      await forkWorker().transactional((em) =>
        queue.enqueue(em as EntityManager, "rotate_keys", {}, { key: scheduleKey }),
      );
    const shared = {
      queue,
      integrations,
      secrets,
      auditSeals,
      backups,
      replicas,
      logger,
      viewer: null,
      address: null,
      publicUrl: env.publicUrl,
    };
    const makeContext = (viewer?: User): Context =>
      viewer ? { ...shared, viewer, em: fork(viewer), fork } : { ...shared, em: forkWorker(), fork: forkWorker };
    if (restore)
      await recordAudit(makeContext(), notRestored ? "backup.not_restored" : "backup.restored", {
        actorName: restore.askedBy ?? "",
        subject: { type: "backup", id: restore.name },
        details: notRestored ? { reason: notRestored } : {},
      });
    if (isWorker) {
      closers.push(startSyncLoop(forkWorker, Object.keys(jobs), logger));
      await startWorkers(boss, jobs, makeContext, metrics.jobEnded);
    }
    metrics.addReader(createFigureReader(makeContext, { app, worker }));
    // Last in, first out: no job runs while what it works with is being closed.
    closers.push(() => boss.stop({ graceful: true, timeout: 8_000 }));
    const token = setUpToken([...keys.values()][0]!);
    if (env.role !== "worker") await serve();
    http.findProblem = () =>
      forkApp()
        .execute("select 1")
        .then(
          () => null,
          () => "The database does not answer.",
        );
    return { setUpToken: (await hasAdmin(forkWorker())) ? null : token, events: listener.events, makeContext };

    async function serve(): Promise<void> {
      const covers = createCovers({ http: integrations.http, folder: join(env.dataDir, "covers"), logger });
      closers.push(() => covers.close());
      const coverAddresses = createCoverAddresses(keys);
      const rows = createRowReader(computedFrom);
      const authenticate = createAuthenticate(() => fork("everybody"), listener.events);
      const credentialWatch = createCredentialWatch(forkWorker, listener.events, logger);
      closers.push(() => credentialWatch.close());
      // As the worker: one read serves every subscriber who may see the row.
      const requestStates = createRequestStates(forkWorker, rows);
      const makeOperation: MakeOperation = async (presented, edge) => {
        const credentials = await authenticate(presented, edge.address);
        const viewer = credentials?.user ?? null;
        const told = logContext.getStore();
        if (told && viewer) told.userId = viewer.id;
        const reads = { replica: null, hasWritten: false };
        return {
          ...shared,
          ...edge,
          reads,
          rows,
          requestStates,
          coverAddresses,
          events: listener.events,
          setUpToken: token,
          // For nobody it sees nothing.
          em: readingFrom(reads, viewer ? fork(viewer) : forkApp()),
          fork: (whose) => readingFrom(reads, fork(whose)),
          credentials,
          viewer,
          sessionId: credentials?.sessionId ?? null,
          loaders: new Map(),
        };
      };
      await http.open(
        await makeSchema(),
        makeOperation,
        credentialWatch.watch,
        createServeCover(coverAddresses, covers),
        createReceiveBackup(makeOperation, env),
      );
    }
  }

  const ready = start();
  ready.catch(() => {}); // whoever waits for it hears of it
  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    stopping.abort(new StoppedError("It was told to stop."));
    await ready.catch(() => {});
    for (const each of closers.reverse())
      await each().catch((error: Error) => logger.warn({ reason: error.message }, "Something did not close"));
  }
  return { url: http.url, ready, toRestore: toRestore.promise, close: () => (closing ??= close()) };
}
