import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { createClient } from "graphql-ws";

/** Why the server wants an API key: it runs no operations of a browser's own, or does not know the key that it got. */
export type WantsKey = "needed" | "refused";

/**
 * Asks as the browser's session, or with a key where there is one: in the headers of the editor, or else the one given here.
 * @param onWantsKey told when an answer says so.
 */
export function createKeyFetcher(givenKey: string | null, onWantsKey: (why: WantsKey) => void): Fetcher {
  const url = new URL("/graphql", location.href);
  let apiKey: string | undefined;
  // A socket cannot have headers, so there the key is a parameter.
  const socket = createClient({
    url: Object.assign(new URL(url), { protocol: url.protocol.replace("http", "ws") }).href,
    connectionParams: () => ({ apiKey }),
  });
  const send = createGraphiQLFetcher({ url: url.href, wsClient: socket });
  return async (operation, options) => {
    const typed = Object.entries(options?.headers ?? {}).find(([name]) => name.toLowerCase() === "authorization")?.[1];
    const authorization = typed ?? (givenKey === null ? undefined : `Bearer ${givenKey}`);
    apiKey = /^Bearer +(\S+)$/i.exec(String(authorization ?? ""))?.[1];
    const headers = { ...options?.headers, ...(authorization === undefined ? {} : { authorization }) };
    const answer = await send(operation, { ...options, headers });
    const codes = codesOf(answer);
    if (codes.includes("DOCUMENT_NOT_TRUSTED")) onWantsKey("needed");
    else if (givenKey !== null && codes.includes("UNAUTHENTICATED")) onWantsKey("refused");
    return answer;
  };
}

function codesOf(answer: unknown): unknown[] {
  const { errors } = answer as { errors?: readonly { extensions?: { code?: unknown } }[] };
  return (errors ?? []).map(({ extensions }) => extensions?.code);
}
