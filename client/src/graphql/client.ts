import { Client, fetchExchange, mapExchange, ssrExchange, subscriptionExchange } from "urql";
import { cacheExchange } from "@urql/exchange-graphcache";
import { cacheLinks } from "./cache.ts";
import { isOutOfDate, isSignedOut } from "./error-message.ts";
import { takeFirstAnswers } from "./first-answers.ts";
import { openLiveConnection, type LiveConnection } from "./live-connection.ts";
import { newestVersionExchange } from "./newest-version.ts";
import { readAgainExchange } from "./read-again.ts";

/** What one person's visit works with: nothing of it outlives a sign-in or a sign-out. */
export interface GraphqlSession {
  readonly client: Client;
  readonly connection: LiveConnection;
}

/** @param onSignedOut called when an answer says that the session has ended. */
export type OpenGraphqlSession = (onSignedOut: () => void) => GraphqlSession;

/** That of a browser. */
export const openGraphqlSession: OpenGraphqlSession = (onSignedOut) => {
  const url = new URL("/graphql", location.href);
  const connection = openLiveConnection(
    Object.assign(new URL(url), { protocol: url.protocol.replace("http", "ws") }).href,
  );
  const client = new Client({
    url: url.href,
    preferGetMethod: false,
    exchanges: [
      mapExchange({
        onError(error) {
          if (isSignedOut(error)) onSignedOut();
          if (isOutOfDate(error)) loadNewClient();
        },
      }),
      cacheExchange(cacheLinks),
      newestVersionExchange,
      readAgainExchange,
      ssrExchange({ isClient: true, initialState: takeFirstAnswers() }),
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
};

const reloadedAt = "reloadedForNewClient";
const patienceMs = 60_000;

/** A page that was open during an update is loaded again, once: if that does not help the error's sentence stays. */
function loadNewClient(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(reloadedAt)) < patienceMs) return;
    sessionStorage.setItem(reloadedAt, String(Date.now()));
    location.reload();
  } catch {
    // Storage may be forbidden, and then nothing would end the reloading.
  }
}
