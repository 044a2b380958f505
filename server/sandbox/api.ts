/** A client of the public API, as anybody could write one: GraphQL over HTTP and WebSocket, with an API key. */
import { createClient } from "graphql-ws";
import WebSocket from "ws";

/** A connection that is signed in. */
export interface Api {
  readonly apiKey: string;
  /** @throws Error with the sentence that the server answers. */
  ask<Data>(document: string, variables?: object): Promise<Data>;
  /** Ends with an error when the connection does. */
  subscribe<Data>(document: string): AsyncIterable<Data>;
  close(): Promise<void>;
}

interface Account {
  readonly username: string;
  readonly password: string;
}

/**
 * Signs in, or makes the first admin, and goes on with a key of its own.
 * @param setUpToken null when there is an admin already.
 */
export async function connectApi(url: string, account: Account, setUpToken: string | null): Promise<Api> {
  const endpoint = `${url}/graphql`;
  const signIn = setUpToken
    ? post(endpoint, "mutation ($input: SetUpInput!) { setUp(input: $input) { id } }", {
        input: { ...account, token: setUpToken },
      })
    : post(endpoint, "mutation ($input: SignInInput!) { signIn(input: $input) { id } }", { input: account });
  const cookie = (await signIn).cookie;
  const expiresAt = new Date(Date.now() + 3_600_000);
  const { data } = await post<{ createApiKey: { key: string } }>(
    endpoint,
    "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }",
    { input: { name: "demo", expiresAt } },
    { cookie },
  );
  const { key } = data.createApiKey;
  const socket = createClient({
    url: endpoint.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { apiKey: key },
    // What is missed between two connections would be missed for good: better to say that it broke.
    retryAttempts: 0,
  });

  return {
    apiKey: key,
    async ask<Data>(document: string, variables?: object) {
      return (await post<Data>(endpoint, document, variables, { authorization: `Bearer ${key}` })).data;
    },
    async *subscribe<Data>(query: string) {
      try {
        for await (const { data, errors } of socket.iterate({ query })) {
          if (errors?.[0]) throw new Error(errors[0].message);
          if (data != null) yield data as Data;
        }
      } catch (cause) {
        throw new Error(sentenceOf(cause), { cause });
      }
    },
    async close() {
      await socket.dispose();
    },
  };
}

/** graphql-ws throws what it got: an error, the errors of the operation, or the event of a connection that was closed. */
function sentenceOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  if (Array.isArray(cause)) return (cause[0] as Error).message;
  return "The server has closed the connection of the live updates.";
}

async function post<Data>(
  endpoint: string,
  query: string,
  variables?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ data: Data; cookie: string }> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: { message: string }[] };
  if (errors?.[0]) throw new Error(errors[0].message);
  const cookie = answer.headers
    .getSetCookie()
    .map((set) => set.split(";")[0])
    .join("; ");
  return { data, cookie };
}
