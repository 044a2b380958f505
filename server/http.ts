/**
 * What is served: /graphql over HTTP and WebSocket, the playground, the built client, /covers, /set-up/backup, /healthz
 * (the process lives), /readyz (it can work) and /metrics; of a worker only the last three. It listens before the database
 * is there, and answers 503 until the rest is.
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import cookies from "@fastify/cookie";
import files from "@fastify/static";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { ServeCover } from "./covers/serve-cover.ts";
import type { Env } from "./env.ts";
import { serveGraphQL, type GraphQLEndpoint } from "./graphql/over-http.ts";
import { serveSubscriptions } from "./graphql/over-websocket.ts";
import { isOwnOrigin } from "./graphql/own-origin.ts";
import type { MakeOperation } from "./graphql/operation.ts";
import { createAssertTrusted } from "./graphql/trusted-documents.ts";
import { logContext, type Logger } from "./logger.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { createServeMetrics, isOfAdmins } from "./metrics/serve-metrics.ts";
import { createWriteStartPage } from "./start-page.ts";
import { traced, TracedKind } from "./tracing.ts";
import type { ReceiveBackup } from "./users/receive-backup.ts";
import type { WatchCredentials } from "./users/watch-credentials.ts";

/** The browser runs, shows and asks only what comes from here. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

const ofWorkers =
  "This process works in the background (--role worker) and answers nobody. Ask one that runs with --role web or all.";

/** The built client lies in dist/client, whether this runs from the sources or compiled. */
const clientFolder = ["../client", "../dist/client"]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(`${path}/assets`));

/** The server that listens. */
export interface HttpServer {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** From here on operations are answered; never of a worker. */
  open(
    schema: GraphQLSchema,
    makeOperation: MakeOperation,
    watch: WatchCredentials,
    serveCover: ServeCover,
    receiveBackup: ReceiveBackup,
  ): Promise<void>;
  /** What keeps it from working, in a sentence; null: nothing. Asked by /readyz. Set when it can work. */
  findProblem: () => Promise<string | null>;
  close(): Promise<void>;
}

/** @throws Error with the code EADDRINUSE or EACCES when the port cannot be had. */
export async function listenHttp(env: Env, logger: Logger, metrics: Metrics): Promise<HttpServer> {
  const app = Fastify({
    bodyLimit: 100_000,
    forceCloseConnections: true,
    trustProxy: false,
    genReqId: () => randomUUID(),
  });
  let graphql: GraphQLEndpoint | null = null;
  let serveCover: ServeCover | null = null;
  let receiveBackup: ReceiveBackup | null = null;
  let closeSockets: (() => Promise<void>) | null = null;
  const server: HttpServer = {
    url: "",
    findProblem: async () => "It is starting.",
    async open(schema, makeOperation, watch, covers, uploads) {
      serveCover = covers;
      receiveBackup = uploads;
      const assertTrusted = createAssertTrusted();
      closeSockets = serveSubscriptions(app, env, schema, makeOperation, assertTrusted, watch, logger, metrics);
      graphql = await serveGraphQL(schema, makeOperation, assertTrusted, env, logger, metrics);
    },
    async close() {
      await closeSockets?.();
      await app.close();
      await graphql?.stop();
    },
  };

  await app.register(cookies);
  app.addHook("onRequest", (request, _reply, done) => logContext.run({ requestId: request.id }, done));
  app.addHook("onSend", async (request, reply) => {
    reply.headers({
      "x-request-id": request.id,
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
    });
  });
  app.addHook("onResponse", async ({ routeOptions }, reply) => {
    metrics.requestEnded(routeOptions.url, reply.statusCode, reply.elapsedTime / 1000);
  });
  // Before the routes: each takes the handler that is there when it is made.
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error }, "A request failed unexpectedly");
    const message = status >= 500 ? "Something unexpected happened here." : error.message;
    const code = status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_USER_INPUT";
    return refuse(reply, status, code, message);
  });
  app.setNotFoundHandler((request, reply) => {
    if (env.role === "worker") return refuse(reply, 404, "NOT_FOUND", ofWorkers);
    if (!/^\/graphql(\?|$)/.test(request.url)) return refuse(reply, 404, "NOT_FOUND", "There is nothing here.");
    reply.header("allow", "GET, POST");
    return refuse(reply, 405, "METHOD_NOT_ALLOWED", "Send operations by POST.");
  });
  app.get("/healthz", async () => ({ status: "alive" }));
  app.get("/readyz", async (request, reply) => {
    const problem = await server.findProblem().catch(() => "It cannot be told.");
    if (problem === null) return { status: "ready" };
    const reason = isOfAdmins(request, env.metricsToken) ? { reason: problem } : {};
    return reply.code(503).send({ status: "not ready", ...reason });
  });
  app.get("/metrics", createServeMetrics(metrics, env.metricsToken));
  if (env.role !== "worker") await serveEverything();
  await app.listen({ port: env.port, host: env.host });
  const { address, port, family } = app.server.address() as AddressInfo;
  const host = address === "0.0.0.0" || address === "::" ? "localhost" : family === "IPv6" ? `[${address}]` : address;
  return Object.assign(server, { url: `http://${host}:${port}` });

  async function serveEverything(): Promise<void> {
    app.route({
      method: ["GET", "POST"],
      url: "/graphql",
      handler(request, reply) {
        if (!isOwnOrigin(request.headers, env.publicUrl))
          return refuse(
            reply,
            403,
            "FORBIDDEN",
            "A page of another site may not ask here. PUBLIC_URL says where this one is.",
          );
        const endpoint = graphql;
        if (endpoint) return traced("GraphQL", TracedKind.OPERATION, {}, async () => endpoint.handle(request, reply));
        return refuseYet(reply);
      },
    });
    await app.register(async (uploads) => {
      // As it comes: it is written to the disk, and never in memory as a whole.
      uploads.removeAllContentTypeParsers();
      uploads.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
      uploads.post("/set-up/backup", { bodyLimit: Number.MAX_SAFE_INTEGER }, (request, reply) =>
        receiveBackup ? receiveBackup(request, reply) : refuseYet(reply),
      );
    });
    app.get("/covers/*", (request, reply) => (serveCover ? serveCover(request, reply) : reply.callNotFound()));
    await serveClient(app, env, logger);
  }
}

/** Whatever does not come to GraphQL is refused in GraphQL's way: the same clients read it. */
function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}

function refuseYet(reply: FastifyReply): FastifyReply {
  reply.header("retry-after", "2");
  return refuse(reply, 503, "NOT_READY", "The server is starting. Try again in a moment.");
}

async function serveClient(app: FastifyInstance, env: Env, logger: Logger): Promise<void> {
  if (!clientFolder) {
    app.get("/", async (_request, reply) =>
      reply.type("text/plain").send("The web client is not built. Run: npm run build\n"),
    );
    return;
  }
  await app.register(files, {
    root: clientFolder,
    wildcard: false,
    index: false,
    cacheControl: false,
    // The build packs what is text.
    preCompressed: true,
    // What has a hash in its name never changes; the pages and the service worker lead to a new build at once.
    setHeaders(reply, path) {
      const isHashed = path.includes("/assets/");
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const page = (name: string) => async (_request: unknown, reply: FastifyReply) => reply.sendFile(name);
  app.get("/playground", page("playground.html"));
  const writeStartPage = await createWriteStartPage(app, clientFolder, env, logger);
  app.get("/", async (request, reply) => (await writeStartPage(request, reply)) ?? page("index.html")(request, reply));
  // The client has addresses of its own: whatever a browser opens that is not a file is its front door.
  app.get("/*", (request, reply) =>
    request.headers.accept?.includes("text/html") ? page("index.html")(request, reply) : reply.callNotFound(),
  );
}
