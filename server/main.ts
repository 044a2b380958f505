import { createApp, StoppedError } from "./app.ts";
import { EnvironmentError, readEnv } from "./env.ts";
import { createLogger } from "./logger.ts";

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const logger = createLogger(env.logLevel);
  const app = await createApp(env, logger);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      logger.info({ signal }, "Stopping");
      void app.close().then(() => process.exit(0));
    });
  }
  const { setUpToken } = await app.ready.catch(async (error) => {
    await app.close();
    throw error;
  });
  const address = env.publicUrl ?? app.url;
  console.log(`\n  ReadMeABook is at      ${address}\n  GraphQL playground     ${address}/playground`);
  if (setUpToken) console.log(`\n  There is no admin yet. Set-up token: ${setUpToken}`);
  console.log("");
}

main().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof StoppedError) process.exit(0);
  if (error.code === "EADDRINUSE") console.error("Another program uses this port. Set PORT to a free one.");
  else console.error(error instanceof EnvironmentError ? error.message : `ReadMeABook cannot start. ${error.message}`);
  process.exit(1);
});
