/** GraphQL over WebSocket (graphql-transport-ws). A browser is known by its cookie, a script by connectionParams.apiKey. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { execute, GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import { createFormatError } from "./format-error.ts";
import type { MakeOperation } from "./operation.ts";
import { maxTokens } from "./over-http.ts";
import { presentedBy } from "./session-cookie.ts";
import { subscribeShared } from "./shared-answers.ts";

/** Documents are remembered: a thousand sockets send the same few. Only right ones of a usual length are, in characters. */
const mostDocuments = 500;
const longestRemembered = 10_000;

/** @returns what closes every socket. */
export function serveSubscriptions(
  app: FastifyInstance,
  env: Env,
  schema: GraphQLSchema,
  makeOperation: MakeOperation,
  logger: Logger,
): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 131_072,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has("graphql-transport-ws") ? "graphql-transport-ws" : false),
  });
  const documents = new Map<string, DocumentNode>();
  const formatError = createFormatError(logger);

  const protocol = useServer<{ apiKey?: unknown }>(
    {
      schema,
      execute,
      subscribe: subscribeShared,
      connectionInitWaitTimeout: 5_000,
      async onSubscribe(socket, _id, { query, variables, operationName }) {
        const document = checked(query);
        if (!("kind" in document)) return document;
        const { apiKey } = socket.connectionParams ?? {};
        const { headers, socket: connection } = socket.extra.request;
        const presented = presentedBy(headers, app.parseCookie(headers.cookie ?? ""), env.publicUrl);
        const address = connection.remoteAddress ?? null;
        const edge = { userAgent: headers["user-agent"] ?? null, address, setSessionCookie: null };
        try {
          const contextValue = await makeOperation(typeof apiKey === "string" ? { apiKey } : presented, edge);
          return {
            schema,
            document,
            operationName: operationName ?? null,
            variableValues: variables ?? null,
            contextValue,
          };
        } catch (error) {
          // Thrown from here it would close the socket, with its message as the reason.
          return [new GraphQLError("No context.", { originalError: error as Error })];
        }
      },
      onError: (_socket, _id, _payload, errors) => errors.map((error) => formatted(error)),
      onNext: (_socket, _id, _payload, _args, result) =>
        result.errors
          ? { ...result, errors: result.errors.map((error) => formatted(error as GraphQLError)) }
          : undefined,
    },
    sockets,
  );

  function formatted(error: GraphQLError): GraphQLError {
    const { message, extensions } = formatError(error.toJSON?.() ?? error, error);
    return new GraphQLError(message, { extensions: extensions ?? {}, ...(error.path ? { path: error.path } : {}) });
  }

  function checked(query: string): DocumentNode | readonly GraphQLError[] {
    const known = documents.get(query);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens });
    } catch (error) {
      return [new GraphQLError((error as Error).message, { extensions: { code: "GRAPHQL_PARSE_FAILED" } })];
    }
    const errors = validate(schema, document, undefined, { maxErrors: 5 });
    if (errors.length > 0)
      return errors.map(
        ({ message }) => new GraphQLError(message, { extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }),
      );
    if (query.length > longestRemembered) return document;
    if (documents.size >= mostDocuments) documents.delete(documents.keys().next().value!);
    documents.set(query, document);
    return document;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname } = new URL(request.url ?? "/", "http://here");
    if (pathname !== "/graphql") return refuse(socket, "404 Not Found");
    if (!isOwnOrigin(request, env)) return refuse(socket, "403 Forbidden");
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit("connection", opened, request));
  }
  app.server.on("upgrade", upgrade);

  return async () => {
    app.server.off("upgrade", upgrade);
    await protocol.dispose();
  };
}

/** A browser says which page opened the socket; a page of another site must not use this one's cookie. Scripts say nothing. */
function isOwnOrigin({ headers }: IncomingMessage, { publicUrl }: Env): boolean {
  if (!headers.origin) return true;
  if (publicUrl && headers.origin === new URL(publicUrl).origin) return true;
  return URL.parse(headers.origin)?.host === headers.host;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
