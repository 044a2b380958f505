/** The start page as text. The server sends it to whoever is signed in, so that it is seen before the client's program has run. */
import { cacheExchange } from "@urql/exchange-graphcache";
import { makeFetchBody, type FetchBody } from "@urql/core/internal";
import { renderToString } from "react-dom/server";
import { Client, ssrExchange, type Exchange, type Operation, type SSRData } from "urql";
import { mergeMap, never, pipe, tap } from "wonka";
import { App } from "./app.tsx";
import { cacheLinks } from "./graphql/cache.ts";
import type { OpenGraphqlSession } from "./graphql/client.ts";
import { firstAnswersId } from "./graphql/first-answers.ts";
import { loadWords, speakTo, wantedLanguage, type Language } from "./i18n/language.ts";

/** What is put into index.html. */
export interface FirstPage {
  readonly language: Language;
  /** Of the element with the id "root". */
  readonly html: string;
  /** The element with the answers that it was made of. */
  readonly answers: string;
}

/** Puts one operation to the server, as the person whose page it is. @throws when it is not answered rightly. */
export type Ask = (operation: FetchBody) => Promise<{ readonly data?: object | null; readonly errors?: unknown }>;

/** What is shown depends on who asks, and its parts on what that shows. */
const mostRounds = 4;

/**
 * Renders, asks what was missing, and renders again, until nothing is missing.
 * @param cookies what the browser has sent, for the chosen language. @param tags the languages that it asks for.
 * @throws Error when nobody is signed in, an operation is not answered, or there is no end of them.
 */
export async function writeFirstPage(ask: Ask, cookies: string, tags: readonly string[]): Promise<FirstPage> {
  const language = wantedLanguage(cookies, tags);
  await loadWords(language);
  const answers: SSRData = {};
  for (let round = 0; round < mostRounds; round += 1) {
    const missing = new Map<number, Operation>();
    speakTo(language, tags);
    const html = renderToString(<App openSession={openSession(answers, missing)} path="/" />);
    if (missing.size === 0) return { language, html, answers: elementOf(answers) };
    await Promise.all(
      [...missing.values()].map(async (operation) => {
        const { data, errors } = await ask(makeFetchBody(operation));
        if (errors || !data) throw new Error("An operation of the start page was not answered.");
        // An old cookie, or a made-up one: to sign in there is the page as it was built.
        if ("viewer" in data && !data.viewer) throw new Error("Nobody is signed in.");
        answers[operation.key] = { data: JSON.stringify(data) };
      }),
    );
  }
  throw new Error("The start page has no end of questions.");
}

/** Nothing is awaited while it is rendered: what has no answer yet is noted. */
function openSession(answers: SSRData, missing: Map<number, Operation>): OpenGraphqlSession {
  const note: Exchange = () => (operations) =>
    pipe(
      operations,
      tap((operation) => void (operation.kind === "query" && missing.set(operation.key, operation))),
      mergeMap(() => never),
    );
  const nothing = () => () => {};
  return () => ({
    client: new Client({
      url: "/graphql",
      exchanges: [cacheExchange(cacheLinks), ssrExchange({ isClient: true, initialState: { ...answers } }), note],
    }),
    connection: { isLost: () => false, onChange: nothing, onConnected: nothing, socket: null as never },
  });
}

function elementOf(answers: SSRData): string {
  // Nothing in it may end the element.
  const json = JSON.stringify(answers).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="${firstAnswersId}">${json}</script>`;
}
