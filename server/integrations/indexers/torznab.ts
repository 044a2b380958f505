/**
 * Torznab: the search protocol that Jackett, Prowlarr and many trackers speak.
 * It asks for the first page only (100 releases, ranked by the caller), and only for torrents.
 */
import { z } from "zod";
import type { HttpAnswer } from "../http-client.ts";
import type { Integration } from "../integration.ts";
import type { Indexer, ReleaseQuery } from "./indexer.ts";
import { readCapabilities, readReleases, type TorznabCapabilities } from "./torznab-document.ts";
import { readTorznabDocument, TORZNAB } from "./torznab-xml.ts";

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({
    label: "Address",
    description:
      "The Torznab feed of one indexer, as Jackett (Copy Torznab Feed) or Prowlarr (http://prowlarr:9696/1/api) shows it.",
  }),
  api_key: z
    .string()
    .trim()
    .default("")
    .meta({ label: "API key", secret: true, description: "Leave it empty when the indexer asks for none." }),
  categories: z
    .string()
    .trim()
    .regex(/^(\d+(\s*,\s*\d+)*)?$/, "Enter category numbers with commas between them, such as 3030, 3010.")
    .default("3030")
    .meta({
      label: "Categories",
      description: "Newznab numbers with commas between them; 3030 is audiobooks. Empty searches all.",
    }),
});

export type TorznabSettings = z.infer<typeof settings>;

export const torznab: Integration<TorznabSettings, Indexer> = {
  label: "Torznab",
  settings,
  async open({ url, api_key: apiKey, categories }, { http }) {
    const endpoint = readEndpoint(url, apiKey);
    const key = endpoint.searchParams.get("apikey") ?? "";
    const wanted = categories.split(",").map(Number).filter(Boolean);

    async function ask(query: Record<string, string | number | undefined>, signal: AbortSignal): Promise<HttpAnswer> {
      // 400 and 410 bring an error document (Jackett, Prowlarr); it says more than the status does.
      return http.request(endpoint.href, { integration: TORZNAB, query, signal, expectStatus: [400, 410] });
    }

    // The value is kept rather than the promise: a caller that gives up must not take the others along.
    let known: TorznabCapabilities | undefined;
    async function capabilities(signal: AbortSignal): Promise<TorznabCapabilities> {
      known ??= readCapabilities(await readTorznabDocument(await ask({ t: "caps" }, signal), "caps", key));
      return known;
    }

    return {
      async search(query, signal) {
        const can = await capabilities(signal);
        const cat = chooseCategories(wanted, can).join(",") || undefined;
        const page = { cat, extended: 1, limit: Math.min(100, can.maxLimit ?? 100) };
        const answer = await ask({ ...shapeQuery(query, can), ...page }, signal);
        return readReleases(await readTorznabDocument(answer, "rss", key), endpoint, can.name ?? endpoint.host);
      },

      async check(signal) {
        known = undefined;
        const can = await capabilities(signal);
        // Jackett and some trackers hand out capabilities to anybody: only a search proves the key.
        await readTorznabDocument(await ask({ t: "search", limit: 1 }, signal), "rss", key);
        const name = can.name ?? endpoint.host;
        const usable = chooseCategories(wanted, can);
        const unknown = usable.filter((id) => !can.categories.some((category) => category.id === id));
        if (can.categories.length > 0 && unknown.length > 0) {
          return { version: null, message: `Answers as ${name}, but has none of the categories ${wanted.join(", ")}.` };
        }
        const where = usable.length === 0 ? "all categories" : `these categories: ${usable.join(", ")}`;
        return { version: null, message: `Answers as ${name}, and is searched in ${where}.` };
      },
    };
  },
};

/**
 * People paste what they see: a feed with or without `/api`, at times a whole search with the key in it.
 * Jackett answers at both; Prowlarr's `/api/v1/indexer/1/newznab` and a tracker's `.php` take no `/api`.
 */
function readEndpoint(url: string, apiKey: string): URL {
  const endpoint = new URL(url);
  endpoint.hash = "";
  const path = endpoint.pathname.replace(/\/+$/, "");
  endpoint.pathname = /\/(api|newznab)$|\.php$/i.test(path) ? path : `${path}/api`;
  for (const [name, value] of new URL(url).searchParams) {
    if (/^(t|q|cat|limit|offset|extended|attrs|apikey)$/i.test(name)) endpoint.searchParams.delete(name);
    if (/^apikey$/i.test(name)) apiKey ||= value;
  }
  if (apiKey) endpoint.searchParams.set("apikey", apiKey);
  return endpoint;
}

/**
 * `t=search` wherever it is offered, even where `t=book` is: its words are looked for in the release's name, which every
 * indexer has, while author and title are compared with fields that few trackers fill; Jackett and Prowlarr join the
 * two back into words anyway.
 */
function shapeQuery({ title, author }: ReleaseQuery, can: TorznabCapabilities): Record<string, string> {
  const words = toWords(title);
  // Releases seldom name more than the first author.
  const writer = toWords(author?.split(",")[0] ?? "");
  if (can.hasTextSearch || !can.bookSearchParameters.includes("title")) {
    return { t: "search", q: `${words} ${writer}`.trim() };
  }
  return {
    t: "book",
    title: words,
    ...(writer && can.bookSearchParameters.includes("author") ? { author: writer } : {}),
  };
}

/** Drops "(Unabridged)", and punctuation that an indexer would search for or take for an operator ("-", "|", "!"). */
function toWords(text: string): string {
  const words = text
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, " ")
    .replace(/[’‘ʼ`]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}'-]+/gu, " ")
    .replace(/(?<![\p{L}\p{N}])['-]+|['-]+(?![\p{L}\p{N}])/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return words || text.trim();
}

/**
 * An indexer answers nothing at all when it knows none of the categories asked for. So: those that it has; else its own
 * that are named after audiobooks; else the main categories above them (3000 for 3030); else as configured.
 */
function chooseCategories(wanted: readonly number[], { categories }: TorznabCapabilities): readonly number[] {
  const has = (id: number) => categories.some((category) => category.id === id);
  const choices = [
    wanted.filter(has),
    wanted.includes(3030) ? categories.filter(({ name }) => /audio ?book/i.test(name)).map(({ id }) => id) : [],
    [...new Set(wanted.map((id) => Math.floor(id / 1000) * 1000))].filter(has),
  ];
  return choices.find((choice) => choice.length > 0) ?? wanted;
}
