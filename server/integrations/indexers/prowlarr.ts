/**
 * Prowlarr by its own API: one question reaches all of its torrent indexers at once.
 * It hides their failures: when none of them answers, a search still finds "nothing" with status 200. So an empty answer
 * is believed only when at least one indexer is not resting.
 */
import { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { HttpAnswer, HttpRequest } from "../http-client.ts";
import type { Integration } from "../integration.ts";
import { list, number, readJson, text } from "../lenient-json.ts";
import type { Indexer } from "./indexer.ts";
import { prowlarrReleases, readRelease } from "./prowlarr-release.ts";
import { readPriorities, readProwlarrIndexers, type ProwlarrIndexer } from "./prowlarr-indexers.ts";
import { toSearchWords } from "./search-words.ts";

const PROWLARR = "Prowlarr server";
/** It waits for its slowest indexer; each of them may take 30 seconds, and pauses between questions come on top. */
const SEARCH_TIMEOUT_MS = 90_000;
/** Its limit of 100 releases holds per indexer, at about 1.5 kB each: room for 50 indexers. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Priorities hardly ever change; a search need not ask for them each time. */
const PRIORITIES_HOLD_MS = 10 * 60_000;
/** In place of ids: every enabled torrent indexer (-1 is Usenet). */
const ALL_TORRENT_INDEXERS = -2;

const numbers = (example: string) =>
  z
    .string()
    .trim()
    .regex(/^(\d+(\s*,\s*\d+)*)?$/, `Enter numbers with commas between them, such as ${example}.`);

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({
    label: "Address",
    description: "Where Prowlarr is opened in a browser, such as http://prowlarr:9696.",
  }),
  api_key: z
    .string()
    .trim()
    .min(1, "Enter the API key; Prowlarr shows it under Settings, General.")
    .meta({ label: "API key", secret: true, description: "Prowlarr shows it under Settings, General." }),
  categories: numbers("3030, 3010").default("3030").meta({
    label: "Categories",
    description: "Newznab numbers with commas between them; 3030 is audiobooks. Empty searches all.",
  }),
  indexer_ids: numbers("1, 4").default("").meta({
    label: "Prowlarr's indexers",
    description:
      "The numbers of the indexers to search, with commas between them. Empty searches all that are enabled.",
  }),
});

export type ProwlarrSettings = z.infer<typeof settings>;

const status = z.object({ appName: text, version: text });
const resting = list(z.object({ indexerId: number, disabledTill: text }));

export const prowlarr: Integration<ProwlarrSettings, Indexer> = {
  label: "Prowlarr",
  settings,
  async open({ url, api_key: apiKey, categories, indexer_ids: indexerIds }, { http, log }) {
    const base = readBase(url);
    const wanted = { categories: readNumbers(categories), ids: readNumbers(indexerIds) };

    function ask(path: string, signal: AbortSignal, more: Partial<HttpRequest> = {}) {
      const headers = { "x-api-key": apiKey, accept: "application/json" };
      return http.request(`${base.href}api/v1/${path}`, { integration: PROWLARR, headers, signal, ...more });
    }

    /** @throws UpstreamRejectedError when there is no indexer to ask. */
    const askedIndexers = async (signal: AbortSignal) =>
      readProwlarrIndexers(await ask("indexer", signal, { maxBytes: MAX_BYTES }), wanted, PROWLARR);

    let priorities: ReadonlyMap<number, number> = new Map();
    let prioritiesHoldUntil = 0;

    /** None, or those of before, when the list does not come: a search goes on without. */
    async function findPriorities(signal: AbortSignal): Promise<ReadonlyMap<number, number>> {
      if (Date.now() < prioritiesHoldUntil) return priorities;
      try {
        priorities = readPriorities(await ask("indexer", signal, { maxBytes: MAX_BYTES, timeoutMs: 10_000 }), PROWLARR);
        prioritiesHoldUntil = Date.now() + PRIORITIES_HOLD_MS;
      } catch (error) {
        if (!(error instanceof UpstreamUnavailableError || error instanceof UpstreamRejectedError)) throw error;
        log("warn", `Releases are ranked without the priorities of Prowlarr's indexers. ${error.message}`);
      }
      return priorities;
    }

    /** @throws UpstreamUnavailableError when every indexer that was asked is resting after errors. */
    async function assertSomeoneAnswered(signal: AbortSignal): Promise<void> {
      const asked = await askedIndexers(signal);
      const rests = readJson(await ask("indexerstatus", signal), resting, PROWLARR, "a list of indexers at rest");
      const ends = asked.map(({ id }) =>
        Math.max(
          ...rests.filter(({ indexerId }) => indexerId === id).map(({ disabledTill }) => secondsUntil(disabledTill)),
        ),
      );
      if (ends.some((seconds) => seconds <= 0)) return;
      const message = `None of Prowlarr's indexers answers: ${names(asked)} failed, and Prowlarr lets them rest. Look at its log.`;
      throw new UpstreamUnavailableError(message, { integration: PROWLARR, retryAfterSeconds: Math.min(...ends) });
    }

    /** 400 is "all selected indexers being unavailable": they rest, or none of them is enabled; or a wrong question. */
    async function explainRefusal(answer: HttpAnswer, signal: AbortSignal): Promise<never> {
      const facts = { integration: PROWLARR, status: answer.status };
      await assertSomeoneAnswered(signal);
      if (/unavailable/i.test(answer.text())) {
        const message = "None of Prowlarr's indexers can be asked at the moment. Look at its log.";
        throw new UpstreamUnavailableError(message, facts);
      }
      const message = `The ${PROWLARR} refused the search (400). Check categories and indexers under Settings.`;
      throw new UpstreamRejectedError(message, facts);
    }

    return {
      async search({ title, author }, signal) {
        // Releases seldom name more than the first author.
        const writer = toSearchWords(author?.split(",")[0] ?? "");
        const answer = await ask("search", signal, {
          query: {
            query: `${toSearchWords(title)} ${writer}`.trim(),
            type: "search",
            // One key each: with a list in one key Prowlarr answers 400 (seen in 2.5.2).
            categories: wanted.categories,
            indexerIds: wanted.ids.length > 0 ? wanted.ids : [ALL_TORRENT_INDEXERS],
            limit: 100,
            offset: 0,
          },
          timeoutMs: SEARCH_TIMEOUT_MS,
          maxBytes: MAX_BYTES,
          expectStatus: [400],
        });
        if (answer.status === 400) await explainRefusal(answer, signal);
        const releases = readJson(answer, prowlarrReleases, PROWLARR, "a list of releases");
        if (releases.length === 0) {
          await assertSomeoneAnswered(signal);
          return [];
        }
        const preferred = await findPriorities(signal);
        return releases.map((release) => readRelease(release, base, preferred)).filter((release) => release !== null);
      },

      async check(signal) {
        const { appName, version } = readStatus(await ask("system/status", signal));
        if (appName !== "Prowlarr") {
          const message = `At this address ${appName} answers, and not Prowlarr. Check it under Settings.`;
          throw new UpstreamRejectedError(message, { integration: PROWLARR });
        }
        const asked = await askedIndexers(signal);
        const count = asked.length === 1 ? "1 torrent indexer" : `${asked.length} torrent indexers`;
        return { version, message: `Answers as Prowlarr, and searches ${count}: ${names(asked)}.` };
      },
    };
  },
};

function readStatus(answer: HttpAnswer): { appName: string; version: string | null } {
  const { appName, version } = readJson(answer, status, PROWLARR, "Prowlarr's status");
  return { appName: appName ?? "something else", version };
}

/** People also paste the address of its API, or of one indexer's feed: what comes before that is Prowlarr's. */
function readBase(url: string): URL {
  const base = new URL(url);
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/((\d+\/)?api(\/.*)?)?$/i, "").replace(/\/*$/, "/");
  return base;
}

function readNumbers(text: string): number[] {
  return text.split(",").map(Number).filter(Boolean);
}

/** @returns seconds from now, 0 for what has passed or says nothing. */
function secondsUntil(time: string | null): number {
  return Math.max(0, Math.ceil((Date.parse(time ?? "") - Date.now()) / 1000)) || 0;
}

function names(indexers: readonly ProwlarrIndexer[]): string {
  const shown = indexers.slice(0, 10).map(({ name }) => name);
  return indexers.length > shown.length
    ? `${shown.join(", ")} and ${indexers.length - shown.length} more`
    : shown.join(", ");
}
