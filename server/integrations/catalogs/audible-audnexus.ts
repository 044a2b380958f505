/**
 * Audnexus keeps what Audible said of a book. It stands in for Audible's catalog when that does not answer, and knows
 * books that Audible no longer sells. It is run by volunteers and limits questions: it is asked for one book at a time,
 * and left alone for as long as it says.
 */
import { z } from "zod";
import { UpstreamUnavailableError } from "../../errors.ts";
import type { HttpClient } from "../http-client.ts";
import { listOrNone, number, readJson, text } from "../lenient-json.ts";
import { joinAuthors, joinNames, readAbridgement, readCover, readDate, readRating } from "./audible-product.ts";
import { chooseSeries } from "./audible-series.ts";
import { toPlainText } from "./audible-text.ts";
import type { CatalogEntry } from "./catalog.ts";

const AUDNEXUS = "Audnexus catalog";
/** It has Audible's stores but Brazil's. */
const regions = new Set(["us", "uk", "ca", "au", "in", "de", "es", "fr", "it", "jp"]);

const people = listOrNone(z.object({ name: text }));
const series = z
  .object({ name: text, position: text })
  .transform(({ name, position }) => ({ title: name, sequence: position }))
  .nullish()
  .catch(null);
const book = z.object({
  asin: text.pipe(z.string()),
  title: text.pipe(z.string()),
  subtitle: text,
  authors: people,
  narrators: people,
  seriesPrimary: series,
  seriesSecondary: series,
  language: text,
  formatType: text,
  summary: z.string().nullish().catch(null),
  description: z.string().nullish().catch(null),
  image: text,
  runtimeLengthMin: number,
  releaseDate: text,
  rating: number,
  genres: people,
});

/** Audnexus, opened. */
export interface Audnexus {
  /**
   * @param asin ten capitals or digits.
   * @returns null when it has no such book, or none in the region.
   * @throws UpstreamUnavailableError | UpstreamRejectedError when it does not answer, or wants to be left alone.
   */
  find(asin: string, signal: AbortSignal): Promise<CatalogEntry | null>;
  /** @throws UpstreamUnavailableError | UpstreamRejectedError when it does not answer. */
  check(signal: AbortSignal): Promise<void>;
}

export function openAudnexus(http: HttpClient, url: string, region: string): Audnexus {
  const base = url.replace(/\/+$/, "");
  let aloneUntil = 0;

  return {
    async find(asin, signal) {
      if (!regions.has(region)) return null;
      const retryAfterSeconds = Math.ceil((aloneUntil - Date.now()) / 1000);
      if (retryAfterSeconds > 0) {
        const message = `The ${AUDNEXUS} wants to be left alone for ${retryAfterSeconds} more seconds.`;
        throw new UpstreamUnavailableError(message, { integration: AUDNEXUS, retryAfterSeconds });
      }
      try {
        const answer = await http.request(`${base}/books/${asin}`, {
          integration: AUDNEXUS,
          query: { region },
          signal,
          expectStatus: [400, 404, 500],
        });
        if (answer.status === 400 || answer.status === 404) return null;
        if (answer.status < 300) return toEntry(readJson(answer, book, AUDNEXUS, "a book"));
        // "Release date is in the future" comes as a 500: it is an answer.
        if (/release date/i.test(answer.text())) return null;
        const message = `The ${AUDNEXUS} has a problem of its own (500). Try again later.`;
        throw new UpstreamUnavailableError(message, { integration: AUDNEXUS, status: 500 });
      } catch (error) {
        if (error instanceof UpstreamUnavailableError && error.facts.retryAfterSeconds) {
          aloneUntil = Date.now() + error.facts.retryAfterSeconds * 1000;
        }
        throw error;
      }
    },

    async check(signal) {
      await http.request(`${base}/health`, { integration: AUDNEXUS, signal, timeoutMs: 10_000 });
    },
  };
}

function toEntry(found: z.infer<typeof book>): CatalogEntry {
  const listed = [found.seriesPrimary, found.seriesSecondary].filter((each) => each != null);
  return {
    audibleId: found.asin,
    title: found.title,
    subtitle: found.subtitle,
    author: joinAuthors(found.authors),
    narrator: joinNames(found.narrators) || null,
    ...chooseSeries(listed, [found.subtitle]),
    language: found.language?.toLowerCase() ?? null,
    isAbridged: readAbridgement(found.formatType),
    description: toPlainText(found.summary ?? found.description ?? "") || null,
    coverArtUrl: readCover(found.image),
    durationMinutes: found.runtimeLengthMin ? Math.round(found.runtimeLengthMin) : null,
    releaseDate: readDate(found.releaseDate),
    // 0 is what it says of a book that nobody has rated.
    rating: readRating(found.rating || null),
    genres: [...new Set(found.genres.flatMap(({ name }) => name ?? []))],
  };
}
