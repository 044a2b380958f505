import { setTimeout as pause } from "node:timers/promises";
import { createApp, StoppedError, type App, type ReadyApp } from "./app.ts";
import { EnvironmentError, readEnv } from "./env.ts";
import { createLogger } from "./logger.ts";
import { sendTraces } from "./tracing.ts";

/** For the answer to whoever asked for a restore: it goes out before the connections are cut. */
const answerMs = 500;

async function main(): Promise<void> {
  const env = readEnv(process.env, process.argv.slice(2));
  const logger = createLogger(env.logLevel);
  const sendLastTraces = env.traceCollector ? await sendTraces(env.traceCollector) : async () => {};
  let app = await createApp(env, logger);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      logger.info({ signal }, "Stopping");
      void app
        .close()
        .then(sendLastTraces)
        .then(() => process.exit(0));
    });
  }
  // A look at everything, and back, without a restart.
  process.on("SIGUSR2", () => {
    const level = logger.level === "debug" ? env.logLevel : "debug";
    logger.level = level;
    logger.info({ level }, "The log level is another one");
  });
  const { setUpToken } = await readiness(app);
  const address = env.publicUrl ?? app.url;
  if (env.role === "worker") console.log(`\n  A worker of ReadMeABook, which answers nobody, is at ${app.url}\n`);
  else {
    console.log(`\n  ReadMeABook is at      ${address}\n  GraphQL playground     ${address}/playground`);
    if (setUpToken) console.log(`\n  There is no admin yet. Set-up token: ${setUpToken}`);
    console.log("");
  }
  for (;;) {
    const order = await app.toRestore;
    await pause(answerMs);
    logger.info({ backup: order.name }, "Stopping for a restore");
    await app.close();
    // Of the same port, whichever that was.
    app = await createApp({ ...env, port: Number(new URL(app.url).port) }, logger, {}, order);
    await readiness(app);
    logger.info("Started again");
  }
}

async function readiness(app: App): Promise<ReadyApp> {
  return app.ready.catch(async (error) => {
    await app.close();
    throw error;
  });
}

main().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof StoppedError) process.exit(0);
  if (error.code === "EADDRINUSE") console.error("Another program uses this port. Set PORT to a free one.");
  else console.error(error instanceof EnvironmentError ? error.message : `ReadMeABook cannot start. ${error.message}`);
  process.exit(1);
});
