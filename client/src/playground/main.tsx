/** GraphiQL, served from here: it works without the internet. A page of its own that the client never loads. */
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./playground.css";
import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import { createRoot } from "react-dom/client";
import { examples } from "./examples.ts";

const url = new URL("/graphql", location.href);
let apiKey: string | undefined;

/** The cookie says who asks, unless the headers hold a key; a socket cannot have headers, so there it is a parameter. */
const socket = createClient({
  url: Object.assign(new URL(url), { protocol: url.protocol.replace("http", "ws") }).href,
  connectionParams: () => ({ apiKey }),
});
const send = createGraphiQLFetcher({ url: url.href, wsClient: socket });
const fetcher: Fetcher = (operation, options) => {
  const authorization = Object.entries(options?.headers ?? {}).find(
    ([name]) => name.toLowerCase() === "authorization",
  )?.[1];
  apiKey = /^Bearer +(\S+)$/i.exec(String(authorization ?? ""))?.[1];
  return send(operation, options);
};

createRoot(document.getElementById("root")!).render(
  <GraphiQL fetcher={fetcher} defaultTabs={examples} shouldPersistHeaders={false} />,
);
