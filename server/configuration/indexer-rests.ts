/** Indexers that have asked to be left alone, and until when. */
import type { Context } from "../context.ts";
import { UpstreamUnavailableError, type DomainError } from "../errors.ts";
import { IndexerRest } from "./indexer-rest.entity.ts";

/** What an indexer gets that has had too many questions and does not say for how long. */
const untoldRestSeconds = 300;

/** @returns those that rest now, by the beginning of their settings (`indexer.mam`). */
export async function findIndexerRests(ctx: Context): Promise<Map<string, IndexerRest>> {
  const rests = await ctx.em.find(IndexerRest, { until: { $gt: new Date() } }, { disableIdentityMap: true });
  return new Map(rests.map((rest) => [rest.indexer, rest]));
}

/**
 * Notes the rest that an indexer's failure asks for (429, "Request limit reached, retry in 12 minutes").
 * @returns until when; null when it asks for none.
 */
export async function restIndexer(ctx: Context, indexer: string, failure: DomainError): Promise<Date | null> {
  if (!(failure instanceof UpstreamUnavailableError)) return null;
  const { status, retryAfterSeconds = status === 429 ? untoldRestSeconds : 0 } = failure.facts;
  if (retryAfterSeconds <= 0) return null;
  const until = new Date(Date.now() + retryAfterSeconds * 1000);
  await ctx.em.fork().upsert(IndexerRest, { indexer, until, reason: failure.message });
  return until;
}
