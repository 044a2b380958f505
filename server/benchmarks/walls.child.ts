/** The program, with row-level security or without; the rest of both is the same. */
import { createApp } from "../app.ts";
import { readEnv } from "../env.ts";
import { createLogger } from "../logger.ts";
import { given, tell } from "./program.ts";

/** What it is started with. */
export interface WallsInput {
  readonly databaseUrl: string;
  /** What the roles are named after: a copy of a database has those of the first. */
  readonly databaseRoles: string;
  readonly dataDir: string;
  /** False: no operation says in whose name it asks, which is one statement and no transaction for each list. */
  readonly walls: boolean;
}

const { databaseUrl, databaseRoles, dataDir, walls } = given<WallsInput>();
const env = readEnv({
  PORT: "0",
  DATABASE_URL: databaseUrl,
  DATABASE_ROLES: databaseRoles,
  DATA_DIR: dataDir,
  LOG_LEVEL: "warn",
});
const app = await createApp(env, createLogger("warn"), walls ? {} : { sessionOf: () => ({}) });
await app.ready;
process.once("SIGTERM", () => void app.close().finally(() => process.exit()));
await tell(app.url);
