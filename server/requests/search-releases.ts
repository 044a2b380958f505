/**
 * Asks every enabled indexer at once for a book, and ranks what they have. An indexer that fails, or rests because it
 * asked for that, is part of the answer: the others count all the same.
 */
import { findIndexerRests, restIndexer } from "../configuration/indexer-rests.ts";
import { noteHealth, type Health } from "../configuration/integration-health.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { FoundRelease, Indexer, ReleaseQuery } from "../integrations/indexers/indexer.ts";
import { rankReleases, type RankedRelease, type WantedBook } from "../releases/rank-releases.ts";
import { readWantedTitle } from "../releases/wanted-title.ts";
import { releaseKey } from "./release-key.ts";

/** What one indexer had to say. */
export interface IndexerAnswer {
  /** What people call it. */
  readonly name: string;
  /** How many releases it listed. */
  readonly found: number;
  /** Why it could not be asked, in a sentence; null when it answered. */
  readonly failure: string | null;
  /** Until when it is left alone, because it said so. */
  readonly restsUntil: Date | null;
}

/** What a search brought. */
export interface ReleaseSearch {
  /** Best first; each release once, whoever lists it. */
  readonly ranked: readonly RankedRelease[];
  /** One for each enabled indexer; none when there is none. */
  readonly answers: readonly IndexerAnswer[];
}

/** An indexer on its way through the questions. */
interface Asked {
  readonly instance: string;
  readonly port: Indexer | null;
  readonly priority: number | null;
  readonly found: Set<string>;
  name: string;
  failure: string | null;
  restsUntil: Date | null;
}

/**
 * Asks one question after the other, until something that may be taken is there.
 * @param words what to ask the indexers instead; the ranking goes by the book all the same.
 */
export async function searchReleases(
  ctx: Context,
  book: WantedBook,
  signal: AbortSignal,
  words?: string | null,
): Promise<ReleaseSearch> {
  const settings = await ctx.integrations.settings();
  const preferences = { minimumSeeders: Number(settings["automation.minimum_seeders"]) };
  const indexers = await openIndexers(ctx);
  const questions = words ? [{ title: words }] : questionsOf(book);
  const releases = new Map<string, FoundRelease>();
  let ranked: RankedRelease[] = [];
  for (const question of questions) {
    const asked = indexers.filter(({ failure }) => failure === null);
    const lists = await Promise.all(asked.map((indexer) => ask(ctx, indexer, question, signal)));
    for (const release of lists.flat()) {
      const key = releaseKey(release);
      if (!releases.has(key)) releases.set(key, release);
    }
    ranked = rankReleases(book, [...releases.values()], preferences);
    if (ranked.some(({ verdict }) => verdict === "acceptable")) break;
  }
  await noteHealth(ctx, Object.fromEntries(indexers.map((indexer) => [indexer.instance, healthOf(indexer)])));
  const answers = indexers.map(({ name, found, failure, restsUntil }) => ({
    name,
    found: found.size,
    failure,
    restsUntil,
  }));
  return { ranked, answers };
}

function healthOf({ failure, found }: Asked): Health {
  if (failure !== null) return { isUp: false, message: failure };
  return { isUp: true, message: `Answered a search; it listed ${found.size} releases.` };
}

/**
 * Author and title; without the subtitle, because an indexer looks for every word; the title alone. Of a title that
 * several books share ("Star Wars") its subtitle is a part.
 */
function questionsOf(book: WantedBook): ReleaseQuery[] {
  const { author } = book;
  const title = readWantedTitle(book).text;
  const head = title.split(/:\s|\s[-–—]\s/)[0]!.trim() || title;
  return [{ title, author }, ...(head === title ? [] : [{ title: head, author }]), { title }];
}

/** Preferred ones first: of a release that two of them list, theirs is kept. */
async function openIndexers(ctx: Context): Promise<Asked[]> {
  const settings = await ctx.integrations.settings();
  const rests = await findIndexerRests(ctx);
  const open = async (instance: string): Promise<Asked> => {
    const rest = rests.get(instance);
    const priority = settings[`${instance}.priority`] ?? null;
    const asked = {
      instance,
      priority: priority === null ? null : Number(priority),
      name: instance.replace("indexer.", ""),
      found: new Set<string>(),
      restsUntil: rest?.until ?? null,
    };
    try {
      const opened = await ctx.integrations.open("indexer", instance);
      const name = opened?.label ?? asked.name;
      return { ...asked, name, port: opened?.port ?? null, failure: rest?.reason ?? null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { ...asked, port: null, failure: error.message };
    }
  };
  const indexers = await Promise.all((await ctx.integrations.instances("indexer")).map(open));
  return indexers.toSorted((one, other) => (one.priority ?? 25) - (other.priority ?? 25));
}

async function ask(ctx: Context, indexer: Asked, question: ReleaseQuery, signal: AbortSignal): Promise<FoundRelease[]> {
  try {
    const listed = (await indexer.port?.search(question, signal)) ?? [];
    // Without a link it can neither be taken nor chosen.
    const usable = listed.filter(({ torrentUrl, magnetLink }) => torrentUrl !== null || magnetLink !== null);
    for (const release of usable) indexer.found.add(releaseKey(release));
    return usable.map((release) => ({ ...release, indexerPriority: indexer.priority ?? release.indexerPriority }));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    indexer.failure = error.message;
    indexer.restsUntil = await restIndexer(ctx, indexer.instance, error);
    return [];
  }
}
