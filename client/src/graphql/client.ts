import { Client, fetchExchange, mapExchange, subscriptionExchange } from "urql";
import { cacheExchange } from "@urql/exchange-graphcache";
import { cacheLinks } from "./cache.ts";
import { isSignedOut } from "./error-message.ts";
import { openLiveConnection, type LiveConnection } from "./live-connection.ts";
import { newestVersionExchange } from "./newest-version.ts";

/** What one person's visit works with: nothing of it outlives a sign-in or a sign-out. */
export interface GraphqlSession {
  readonly client: Client;
  readonly connection: LiveConnection;
}

/** @param onSignedOut called when an answer says that the session has ended. */
export function openGraphqlSession(onSignedOut: () => void): GraphqlSession {
  const url = new URL("/graphql", location.href);
  const connection = openLiveConnection(
    Object.assign(new URL(url), { protocol: url.protocol.replace("http", "ws") }).href,
  );
  const client = new Client({
    url: url.href,
    preferGetMethod: false,
    exchanges: [
      mapExchange({ onError: (error) => void (isSignedOut(error) && onSignedOut()) }),
      cacheExchange(cacheLinks),
      newestVersionExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: connection.socket.subscribe({ query: query!, variables }, sink as never),
          }),
        }),
      }),
    ],
  });
  return { client, connection };
}
