/** The composition root: everything is built here, and tests build it here too. */
import "reflect-metadata";
import { setTimeout as pause } from "node:timers/promises";
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { createIntegrations, type Integrations } from "./configuration/integrations.ts";
import { readSettings } from "./configuration/configuration.service.ts";
import type { Context } from "./context.ts";
import { addressFromUrl, type DatabaseAddress } from "./database/address.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./database/embedded.ts";
import { takeExclusive } from "./database/exclusive.ts";
import { migrate } from "./database/migrate.ts";
import { ormOptions } from "./database/mikro-orm.config.ts";
import { rolesNamedAfter, type DatabaseRoles } from "./database/roles.ts";
import type { Env } from "./env.ts";
import { listen } from "./events.ts";
import { computedFrom } from "./graphql/computed-fields.ts";
import type { MakeOperation } from "./graphql/operation.ts";
import { createRowReader } from "./graphql/planned-rows.ts";
import { makeSchema } from "./graphql/schema.ts";
import { listenHttp } from "./http.ts";
import { createHttpClient } from "./integrations/http-client.ts";
import { connectQueue, createQueue, queueDefinitions } from "./jobs/queue.ts";
import { jobs } from "./jobs/registry.ts";
import { startSyncLoop } from "./jobs/sync-loop.ts";
import { startWorkers } from "./jobs/worker.ts";
import type { Logger } from "./logger.ts";
import { createRequestStates } from "./requests/request-changes.ts";
import { loadOrMakeKeyFile } from "./security/encryption-keys.ts";
import { createSecretBox } from "./security/secret-box.ts";
import { version } from "./system/version.ts";
import { createAuthenticate } from "./users/session.ts";
import { hasAdmin, setUpToken } from "./users/user.service.ts";

/** A program that runs. */
export interface App {
  /** Where it listens. */
  readonly url: string;
  /** Settles when operations are answered; rejects when that will never be (a migration failed). */
  readonly ready: Promise<ReadyApp>;
  /** Takes no new work, finishes what runs, lets go of everything. */
  close(): Promise<void>;
}

/** What is known once it is ready. */
export interface ReadyApp {
  /** The one-time token of the set-up, while there is no admin. */
  readonly setUpToken: string | null;
  /** A context as jobs have it, for programs that work beside the server: the demo's checks, the seed, tests. */
  makeContext(): Context;
}

/** What tests and benchmarks put in the place of the outside world. */
export interface OtherLeaves {
  readonly integrations?: (real: Integrations) => Integrations;
}

/** Begins to listen at once, and gets ready behind that. @throws when the port cannot be had or the keys are not right. */
export async function createApp(env: Env, logger: Logger, leaves: OtherLeaves = {}): Promise<App> {
  const keyFile = env.encryptionKeys ? null : loadOrMakeKeyFile(env.dataDir);
  if (keyFile?.made)
    logger.warn(
      { file: keyFile.path },
      "Made a key for the secrets in the database. Back this file up: without it they cannot be read.",
    );
  const keys = env.encryptionKeys ?? keyFile!.keys;
  const http = await listenHttp(env, logger);
  const closers: (() => Promise<unknown>)[] = [() => http.close()];
  const stopping = new AbortController();

  async function start(): Promise<ReadyApp> {
    const address = env.databaseUrl
      ? addressFromUrl(env.databaseUrl)
      : await startOwnDatabase(env, logger, closers, stopping.signal);
    const roles = rolesNamedAfter(env.databaseRoles ?? address.database);
    await migrateWhenThere(address, roles, logger, stopping.signal);

    const appOrm = await MikroORM.init(ormOptions(address, roles.app, 10));
    closers.push(() => appOrm.close(true));
    const workerOrm = await MikroORM.init(ormOptions(address, roles.worker, 10));
    closers.push(() => workerOrm.close(true));
    const forkApp = () => appOrm.em.fork() as EntityManager;
    const forkWorker = () => workerOrm.em.fork() as EntityManager;

    const secrets = createSecretBox(keys);
    const listener = await listen(address, roles.app, logger);
    closers.push(() => listener.close());
    const configured = createIntegrations(() => readSettings(forkWorker(), secrets), {
      http: createHttpClient({ userAgent: `ReadMeABook/${version}` }),
      dataDir: env.dataDir,
      exclusive: (name) => takeExclusive(address, roles.worker, name),
      log: (level, message, facts) => logger[level](facts ?? {}, message),
    });
    const integrations = leaves.integrations?.(configured) ?? configured;
    closers.push(() => integrations.reset());
    listener.events.on("configurationChanged", () => void integrations.reset());

    const boss = await connectQueue(address, roles.worker, logger);
    const queue = createQueue(boss);
    const shared = { queue, integrations, secrets, logger, viewer: null };
    const makeContext = (): Context => ({ ...shared, em: forkWorker() });
    closers.push(startSyncLoop(forkWorker, Object.keys(jobs), logger));
    await startWorkers(boss, jobs, makeContext);
    // Last in, first out: no job runs while what it works with is being closed.
    closers.push(() => boss.stop({ graceful: true, timeout: 8_000 }));

    const rows = createRowReader(computedFrom);
    const authenticate = createAuthenticate(forkApp);
    const token = setUpToken([...keys.values()][0]!);
    const requestStates = createRequestStates(forkApp, rows);
    const makeOperation: MakeOperation = async (presented, edge) => {
      const credentials = await authenticate(presented);
      return {
        ...shared,
        ...edge,
        rows,
        requestStates,
        events: listener.events,
        setUpToken: token,
        em: forkApp(),
        viewer: credentials?.user ?? null,
        sessionId: credentials?.sessionId ?? null,
        loaders: new Map(),
      };
    };
    await http.open(await makeSchema(), makeOperation);
    http.isReady = () =>
      forkApp()
        .execute("select 1")
        .then(() => true);
    return { setUpToken: (await hasAdmin(forkWorker())) ? null : token, makeContext };
  }

  const ready = start();
  ready.catch(() => {}); // whoever waits for it hears of it
  return {
    url: http.url,
    ready,
    async close() {
      stopping.abort();
      await ready.catch(() => {});
      for (const close of closers.reverse())
        await close().catch((error: Error) => logger.warn({ reason: error.message }, "Something did not close"));
    },
  };
}

async function startOwnDatabase(
  env: Env,
  logger: Logger,
  closers: (() => Promise<unknown>)[],
  stopping: AbortSignal,
): Promise<DatabaseAddress> {
  const options = {
    dataDir: env.dataDir,
    log: (level: "info" | "warn", message: string, facts?: object) => logger[level](facts ?? {}, message),
  };
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(options);
  closers.push(() => postgres.stop());
  void (async () => {
    for (;;) {
      await postgres.exited;
      if (stopping.aborted) return;
      logger.warn("The embedded PostgreSQL has stopped; starting it again");
      await pause(500);
      postgres = await startEmbeddedPostgres(options).catch((error: Error) => {
        logger.error({ reason: error.message }, "The embedded PostgreSQL does not start");
        return postgres;
      });
    }
  })();
  const { host, port, user } = postgres;
  return ensureDatabase({ host, port, user, database: "postgres" }, "readmeabook");
}

/** The embedded cluster begins with no database of ours. */
async function ensureDatabase(maintenance: DatabaseAddress, name: string): Promise<DatabaseAddress> {
  const { Client, escapeIdentifier } = await import("pg");
  const client = new Client({ ...maintenance });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    // 42P04: another program has made it between our look and our statement.
    if (!rowCount)
      await client.query(`create database ${escapeIdentifier(name)}`).catch((error: { code?: string }) => {
        if (error.code !== "42P04") throw error;
      });
  } finally {
    await client.end();
  }
  return { ...maintenance, database: name };
}

/** An outer database that is not up yet is waited for; one that refuses us is not. */
async function migrateWhenThere(
  address: DatabaseAddress,
  roles: DatabaseRoles,
  logger: Logger,
  stopping: AbortSignal,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await migrate(address, roles, queueDefinitions(jobs), logger);
    } catch (error) {
      const { code } = error as { code?: string };
      // 57P03: starting up or shutting down; the rest is the network's.
      const comesLater =
        code === "57P03" ||
        ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET", "ENOENT", "EHOSTUNREACH"].includes(
          code ?? "",
        ) ||
        /timeout/i.test((error as Error).message);
      if (!comesLater || stopping.aborted) throw error;
      if (attempt % 10 === 0)
        logger.warn(
          { host: address.host, port: address.port, reason: (error as Error).message },
          "The database is not there yet; waiting for it",
        );
      await pause(1_000, undefined, { signal: stopping });
    }
  }
}
