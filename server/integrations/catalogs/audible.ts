/**
 * Audible's public catalog. Every country has its own, with its own books, ids and language; one is searched.
 * It needs no account, and nothing is sent to it but what is searched for.
 */
import { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { Integration } from "../integration.ts";
import { list, number, readJson } from "../lenient-json.ts";
import { openAudnexus } from "./audible-audnexus.ts";
import { childrenOf, openAudibleLists, seriesAnswer } from "./audible-lists.ts";
import { audibleProduct, responseGroups, toCatalogEntries, toCatalogEntry } from "./audible-product.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";

const AUDIBLE = "Audible catalog";
const PAGE_SIZE = 20;

/** Region → what Audible's addresses end in there. */
const stores = {
  us: "com",
  uk: "co.uk",
  ca: "ca",
  au: "com.au",
  in: "in",
  de: "de",
  es: "es",
  fr: "fr",
  it: "it",
  jp: "co.jp",
  br: "com.br",
} as const;
type Region = keyof typeof stores;
const regions = Object.keys(stores) as Region[];

const address = z.url({ protocol: /^https?$/, error: "Enter an http or https address." });
const settings = z.object({
  region: z
    .enum(regions, `Give one of ${regions.join(", ")}.`)
    .default("us")
    .meta({
      label: "Region",
      description: `Whose Audible is searched: ${regions.join(", ")}. It decides the language, too.`,
    }),
  url: address.optional().meta({
    label: "Address",
    description: "Of Audible's catalog, when a proxy takes its place. Left empty, it is the one of the region.",
  }),
  audnexus_url: address.default("https://api.audnex.us").meta({
    label: "Address of Audnexus",
    description: "Stands in for Audible when that does not answer, and knows books that it no longer sells.",
  }),
});

export type AudibleSettings = z.infer<typeof settings>;

const productsAnswer = z.object({ products: list(audibleProduct), total_results: number });
const productAnswer = z.object({ product: audibleProduct });

export const audible: Integration<AudibleSettings, Catalog> = {
  label: "Audible",
  settings,
  async open({ region, url, audnexus_url: audnexusUrl }, { http, log }) {
    const products = `${(url ?? `https://api.audible.${stores[region]}`).replace(/\/+$/, "")}/1.0/catalog/products`;
    const audnexus = openAudnexus(http, audnexusUrl, region);

    async function read(query: Record<string, string | number>, signal: AbortSignal) {
      const request = { integration: AUDIBLE, query: { ...query, response_groups: responseGroups }, signal };
      const answer = await http.request(products, { ...request, timeoutMs: 15_000 });
      return readJson(answer, productsAnswer, AUDIBLE, "a list of books");
    }
    // Its first page is 0.
    const ask = (keywords: string, page: number, signal: AbortSignal) =>
      read({ keywords, num_results: PAGE_SIZE, page: page - 1, products_sort_by: "Relevance" }, signal);

    async function readChildren(asin: string, signal: AbortSignal): Promise<string[]> {
      const query = { response_groups: "relationships" };
      const answer = await http.request(`${products}/${asin}`, {
        integration: AUDIBLE,
        query,
        signal,
        timeoutMs: 15_000,
      });
      return childrenOf(readJson(answer, seriesAnswer, AUDIBLE, "a series").product);
    }

    async function findAtAudible(asin: string, signal: AbortSignal): Promise<CatalogEntry | null> {
      const query = { response_groups: responseGroups };
      const request = { integration: AUDIBLE, query, signal, timeoutMs: 15_000, expectStatus: [404] };
      const answer = await http.request(`${products}/${asin}`, request);
      return answer.status === 404 ? null : toCatalogEntry(readJson(answer, productAnswer, AUDIBLE, "a book").product);
    }

    /** Its own failures are no matter: Audible has been asked before. */
    async function findAtAudnexus(asin: string, signal: AbortSignal): Promise<CatalogEntry | null> {
      try {
        return await audnexus.find(asin, signal);
      } catch (error) {
        if (!isUpstreamError(error)) throw error;
        log("warn", error.message);
        return null;
      }
    }

    return {
      async search(query, page, signal) {
        const { products: found, total_results: total } = await ask(query, page, signal);
        return { entries: toCatalogEntries(found), hasNextPage: found.length > 0 && (total ?? 0) > page * PAGE_SIZE };
      },

      ...openAudibleLists(read, readChildren),

      async find(audibleId, signal) {
        const asin = audibleId.toUpperCase();
        if (!/^[A-Z0-9]{10}$/.test(asin)) return null;
        try {
          return (await findAtAudible(asin, signal)) ?? (await findAtAudnexus(asin, signal));
        } catch (error) {
          const entry = isUpstreamError(error) ? await findAtAudnexus(asin, signal) : null;
          if (entry) return entry;
          throw error;
        }
      },

      async check(signal) {
        const { total_results: total } = await ask("the", 1, signal);
        const outcome = await audnexus.check(signal).then(
          () => "answers as well",
          (error: unknown) => {
            if (!isUpstreamError(error)) throw error;
            return "does not answer";
          },
        );
        const message = `Answers for the region ${region}, and finds ${total ?? "some"} books; Audnexus, which stands in for it, ${outcome}.`;
        return { version: null, message };
      },
    };
  },
};

function isUpstreamError(error: unknown): error is UpstreamUnavailableError | UpstreamRejectedError {
  return error instanceof UpstreamUnavailableError || error instanceof UpstreamRejectedError;
}
