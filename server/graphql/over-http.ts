import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { isDatabaseAway } from "../database/database-away.ts";
import type { Env } from "../env.ts";
import { NotReadyError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { clientAddressBehind } from "./client-address.ts";
import { checkedDocuments } from "./checked-documents.ts";
import { maxErrors, maxTokens, ownRules } from "./check-document.ts";
import { compiledQueries } from "./compiled-queries.ts";
import { createFormatError } from "./format-error.ts";
import { measuredOperations } from "./measured-operations.ts";
import type { MakeOperation, OperationContext } from "./operation.ts";
import { plexBrowser } from "./plex-browser.ts";
import { readFromReplicas } from "./read-from-replicas.ts";
import { presentedBy, sessionCookie } from "./session-cookie.ts";
import type { AssertTrusted } from "./trusted-documents.ts";

/** Seconds after which it is worth asking again when the database is away. */
const comeBackAfter = "2";

/** Whoever asks while the database is away hears it in HTTP's words too. */
const tellToComeBack: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body, http } }) {
        if (body.kind !== "single") return;
        if (!body.singleResult.errors?.some(({ extensions }) => extensions?.["code"] === "NOT_READY")) return;
        http.status = 503;
        http.headers.set("retry-after", comeBackAfter);
      },
    };
  },
};

/** Not even who asks could be found out: Apollo knows no plugin for that. */
function notReady(error: Error): never {
  if (!isDatabaseAway(error)) throw error;
  const { code, message } = new NotReadyError();
  const http = { status: 503, headers: new Map([["retry-after", comeBackAfter]]) };
  throw new GraphQLError(message, { extensions: { code, http } });
}

/** GraphQL's door over HTTP. */
export interface GraphQLEndpoint {
  handle(request: FastifyRequest, reply: FastifyReply): unknown;
  stop(): Promise<void>;
}

/** @param makeOperation makes the context of each operation. */
export async function serveGraphQL(
  schema: GraphQLSchema,
  makeOperation: MakeOperation,
  assertTrusted: AssertTrusted,
  { publicUrl, trustedProxies }: Env,
  logger: Logger,
  metrics: Metrics,
): Promise<GraphQLEndpoint> {
  const formatError = createFormatError(logger);
  const clientAddress = clientAddressBehind(trustedProxies);
  const apollo = new ApolloServer<OperationContext>({
    schema,
    // Introspection is part of the product, for people who are signed in: the playground and scripts live on it.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens },
    validationRules: [...ownRules],
    validationOptions: { maxErrors },
    formatError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      checkedDocuments(schema, assertTrusted, formatError),
      readFromReplicas,
      compiledQueries(schema),
      tellToComeBack,
      measuredOperations(metrics),
    ],
    stopOnTerminationSignals: false,
    logger: {
      debug() {},
      info() {},
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
  });
  await apollo.start();
  const handle = fastifyApolloHandler(apollo, {
    context: (request: FastifyRequest, reply: FastifyReply) =>
      makeOperation(presentedBy(request.headers, request.cookies, publicUrl), {
        userAgent: request.headers["user-agent"] ?? null,
        address: clientAddress(request.raw),
        setSessionCookie: (token) => sessionCookie(reply, token, publicUrl),
        plexBrowser: plexBrowser(request, reply, publicUrl),
      }).catch(notReady),
  });
  return { handle: handle as GraphQLEndpoint["handle"], stop: () => apollo.stop() };
}
