/** GraphQL over WebSocket (graphql-transport-ws). A browser is known by its cookie, a script by connectionParams.apiKey. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";
import type { Context as SocketContext } from "graphql-ws";
import { useServer, type Extra } from "graphql-ws/use/ws";
import { WebSocketServer, type WebSocket } from "ws";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { WatchCredentials } from "../users/watch-credentials.ts";
import {
  assertMayAsk,
  documentRules,
  maxErrors,
  maxTokens,
  withoutSchema,
  withoutSuggestion,
} from "./check-document.ts";
import { clientAddressBehind } from "./client-address.ts";
import { createFormatError } from "./format-error.ts";
import type { MakeOperation, OperationContext } from "./operation.ts";
import { noteWrite } from "./read-from-replicas.ts";
import { isOwnOrigin } from "./own-origin.ts";
import { presentedBy } from "./session-cookie.ts";
import { subscribeShared } from "./shared-answers.ts";
import {
  closeCodes,
  createQuota,
  dropSlowReaders,
  limitMessages,
  refuseUpgrade,
  socketLimits,
} from "./socket-limits.ts";
import type { AssertTrusted } from "./trusted-documents.ts";

interface ConnectionParams extends Record<string, unknown> {
  readonly apiKey?: unknown;
}

/** Documents are remembered: a thousand sockets send the same few. Only right ones of a usual length are, in characters. */
const mostDocuments = 500;
const longestRemembered = 10_000;

/** What a socket begins with holds a key at the most; in characters. */
const longestParams = 4_096;

/** How long a socket of nobody's may be silent: the answer to its first operation says why it is closed then. */
const strangerMs = 1_000;

/**
 * A socket that was opened for somebody is closed with 4403 as soon as that session or key ends or may do something else.
 * @returns what closes every socket.
 */
export function serveSubscriptions(
  app: FastifyInstance,
  env: Env,
  schema: GraphQLSchema,
  makeOperation: MakeOperation,
  assertTrusted: AssertTrusted,
  watch: WatchCredentials,
  logger: Logger,
  metrics: Metrics,
): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 131_072,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has("graphql-transport-ws") ? "graphql-transport-ws" : false),
  });
  const documents = new Map<string, DocumentNode>();
  const formatError = createFormatError(logger);
  const clientAddress = clientAddressBehind(env.trustedProxies);

  const strangers = createQuota(socketLimits.strangersOfAddress);
  const people = createQuota(socketLimits.ofPerson);
  const known = new WeakSet<WebSocket>();
  const stopDropping = dropSlowReaders(sockets.clients);
  const open = new Set<SocketContext<ConnectionParams, Extra>>();
  metrics.countSockets(() => ({
    sockets: sockets.clients.size,
    operations: [...open].reduce((sum, { subscriptions }) => sum + Object.keys(subscriptions).length, 0),
  }));

  const protocol = useServer<ConnectionParams>(
    {
      schema,
      async execute(args) {
        const result = await execute(args);
        const operation = getOperationAST(args.document, args.operationName);
        if (operation) await noteWrite(args.contextValue as OperationContext, operation.operation, !!result.errors);
        return result;
      },
      subscribe: subscribeShared,
      connectionInitWaitTimeout: 3_000,
      // Whatever is thrown in here closes the socket without its message.
      isProd: true,
      async onConnect(socket) {
        if (JSON.stringify(socket.connectionParams ?? {}).length > longestParams) return false;
        open.add(socket as SocketContext<ConnectionParams, Extra>);
        // Where this fails each operation says why.
        const operation = await admit(socket).catch(() => null);
        // What is asked for beside the live updates is not to be older than these.
        if (operation?.viewer) await operation.replicas.noteWrite(operation.viewer.id).catch(() => {});
        return true;
      },
      async onSubscribe(socket, _id, { query, variables, operationName }) {
        if (Object.keys(socket.subscriptions).length > socketLimits.operationsOfSocket) return [tooManyOperations()];
        let contextValue: OperationContext;
        try {
          contextValue = await admit(socket);
        } catch (error) {
          // Thrown from here it would close the socket.
          return [new GraphQLError("No context.", { originalError: error as Error })];
        }
        const isSignedIn = contextValue.viewer !== null;
        const document = checked(query, isSignedIn);
        if (!("kind" in document)) return document;
        const operation = getOperationAST(document, operationName);
        try {
          assertMayAsk(schema, document, operation, variables ?? {}, isSignedIn);
          await assertTrusted(document, contextValue);
        } catch (error) {
          return [error as GraphQLError];
        }
        return {
          schema,
          document,
          operationName: operationName ?? null,
          variableValues: variables ?? null,
          contextValue,
        };
      },
      onClose: (socket) => void open.delete(socket as SocketContext<ConnectionParams, Extra>),
      onError: (_socket, _id, _payload, errors) => errors.map((error) => formatted(error)),
      onNext: (_socket, _id, _payload, _args, result) =>
        result.errors
          ? { ...result, errors: result.errors.map((error) => formatted(error as GraphQLError)) }
          : undefined,
    },
    sockets,
  );

  /** Who asks. From the first time that it is somebody the socket lives no longer than what that person came with. */
  async function admit({ connectionParams, extra }: SocketContext<ConnectionParams, Extra>): Promise<OperationContext> {
    const { request, socket } = extra as Extra & { socket: WebSocket };
    const { headers } = request;
    const apiKey = connectionParams?.apiKey;
    const operation = await makeOperation(
      typeof apiKey === "string"
        ? { apiKey }
        : presentedBy(headers, app.parseCookie(headers.cookie ?? ""), env.publicUrl),
      {
        userAgent: headers["user-agent"] ?? null,
        address: clientAddress(request),
        setSessionCookie: null,
        plexBrowser: null,
      },
    );
    const end = () => socket.close(closeCodes.forbidden, "The session or key has ended");
    if (known.has(socket) && !operation.credentials) end();
    if (operation.credentials && !known.has(socket) && socket.readyState === socket.OPEN) {
      known.add(socket);
      socket.emit("known");
      const leave = people.take(operation.credentials.user.id);
      if (!leave) socket.close(closeCodes.later, "You have too many sockets open");
      const unwatch = watch(operation.credentials, end);
      socket.once("close", () => (leave?.(), unwatch()));
    }
    return operation;
  }

  function formatted(error: GraphQLError): GraphQLError {
    const { message, extensions } = formatError(error.toJSON?.() ?? error, error);
    return new GraphQLError(withoutSuggestion(message), {
      extensions: extensions ?? {},
      ...(error.path ? { path: error.path } : {}),
    });
  }

  function checked(query: string, isSignedIn: boolean): DocumentNode | readonly GraphQLError[] {
    const known = documents.get(query);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens });
    } catch (error) {
      return [new GraphQLError((error as Error).message, { extensions: { code: "GRAPHQL_PARSE_FAILED" } })];
    }
    const errors = validate(schema, document, documentRules, { maxErrors });
    if (errors.length > 0)
      return (isSignedIn ? errors : withoutSchema(errors)).map(
        ({ message, originalError }) =>
          new GraphQLError(message, { originalError, extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }),
      );
    // What strangers send is not remembered in the place of what people do.
    if (query.length > longestRemembered || !isSignedIn) return document;
    if (documents.size >= mostDocuments) documents.delete(documents.keys().next().value!);
    documents.set(query, document);
    return document;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname } = new URL(request.url ?? "/", "http://here");
    if (pathname !== "/graphql") return refuseUpgrade(socket, "404 Not Found");
    if (!isOwnOrigin(request.headers, env.publicUrl)) return refuseUpgrade(socket, "403 Forbidden");
    const leave = strangers.take(clientAddress(request) ?? "");
    if (!leave) return refuseUpgrade(socket, "429 Too Many Requests");
    socket.once("close", leave);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.once("known", leave);
      limitMessages(opened);
      closeStranger(opened);
      sockets.emit("connection", opened, request);
    });
  }
  app.server.on("upgrade", upgrade);

  return async () => {
    app.server.off("upgrade", upgrade);
    stopDropping();
    await protocol.dispose();
  };
}

/** Until its first message there is the protocol's own time limit. */
function closeStranger(socket: WebSocket): void {
  let timer: NodeJS.Timeout | undefined;
  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.close(closeCodes.forbidden, "Sign in first"), strangerMs);
  };
  const stop = () => {
    socket.off("message", refresh);
    clearTimeout(timer);
  };
  socket.on("message", refresh).once("known", stop).once("close", stop);
}

function tooManyOperations(): GraphQLError {
  return new GraphQLError("Too many operations run on this socket. Let some of them end first.", {
    extensions: { code: "TOO_MANY_OPERATIONS" },
  });
}
