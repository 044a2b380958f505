import { acrossPeople, inTransaction, type Context } from "../context.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { DomainError, InvalidInputError, NotFoundError, UpstreamRejectedError } from "../errors.ts";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";
import { Audiobook } from "./audiobook.entity.ts";
import { findKeptEntry } from "./catalog-lists.ts";

/** A book by its id here, by a catalog's id, or by hand. */
export interface WantedAudiobook {
  readonly audiobookId?: string | null;
  readonly audibleId?: string | null;
  readonly title?: string | null;
  readonly author?: string | null;
  readonly narrator?: string | null;
}

/**
 * Finds the book that is meant, or makes it: from the catalog, or from what was typed.
 * @returns its id.
 * @throws InvalidInputError unless exactly one way is used; NotFoundError when the id leads nowhere.
 */
export async function findOrCreateAudiobook(ctx: Context, wanted: WantedAudiobook): Promise<string> {
  const ways = [wanted.audiobookId, wanted.audibleId, wanted.title ?? wanted.author].filter((way) => way != null);
  if (ways.length !== 1)
    throw new InvalidInputError({ input: "Say which book in one way: audiobookId, audibleId, or title and author." });
  if (wanted.audiobookId != null) {
    const found = await ctx.em.findOne(Audiobook, { id: wanted.audiobookId });
    if (!found) throw new NotFoundError("audiobook", wanted.audiobookId);
    return found.id;
  }
  return wanted.audibleId != null ? findByCatalogId(ctx, wanted.audibleId) : findByHand(ctx, wanted);
}

/** Whether a text can be a catalog's name for a book; no other can be looked for in the database. */
export function isCatalogId(text: string): boolean {
  return /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(text);
}

async function findByCatalogId(ctx: Context, audibleId: string): Promise<string> {
  if (!isCatalogId(audibleId)) throw new NotFoundError("catalog entry", audibleId.slice(0, 255));
  const known = await ctx.em.findOne(Audiobook, { audibleId });
  // A book that is not out yet has no running time, and rows of before languages were kept have no language.
  if (known && known.durationMinutes !== null && known.language !== null) return known.id;
  const patience = AbortSignal.timeout(known ? 10_000 : 30_000);
  try {
    // Of a known book something is missing: the catalog itself may know more by now.
    const kept = known ? null : await findKeptEntry(ctx, audibleId);
    return await storeEntry(ctx, kept ?? (await lookUp(ctx, audibleId, patience)));
  } catch (error) {
    if (!known || !(error instanceof DomainError || patience.aborted)) throw error;
    ctx.logger.warn({ audibleId, error }, "A known book is left as it is: the catalog did not tell it again.");
    return known.id;
  }
}

async function lookUp(ctx: Context, audibleId: string, signal: AbortSignal): Promise<CatalogEntry> {
  const catalog = await ctx.integrations.open("catalog");
  if (!catalog)
    throw new UpstreamRejectedError("No catalog is set up yet. Ask by title and author instead.", {
      integration: "catalog",
    });
  const entry = await catalog.port.find(audibleId, signal);
  if (!entry) throw new NotFoundError("catalog entry", audibleId);
  return entry;
}

/** @returns the id of its book, which is new or brought up to date. */
function storeEntry(ctx: Context, entry: CatalogEntry): Promise<string> {
  return inTransaction(acrossPeople(ctx), async ({ em }) => {
    const { id } = await em.upsert(
      Audiobook,
      { id: uuidV7(), ...fromCatalog(entry) },
      { onConflictFields: ["audibleId"], onConflictAction: "merge", onConflictExcludeFields: ["id"] },
    );
    return id;
  });
}

async function findByHand(ctx: Context, wanted: WantedAudiobook): Promise<string> {
  const title = tidy(wanted.title);
  const author = tidy(wanted.author);
  const narrator = tidy(wanted.narrator);
  const problems: Record<string, string> = {};
  if (!title || title.length > 500) problems["title"] = "Give a title of at most 500 characters.";
  if (!author || author.length > 255) problems["author"] = "Give an author of at most 255 characters.";
  if (narrator.length > 255) problems["narrator"] = "A narrator has at most 255 characters.";
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
  return inTransaction(acrossPeople(ctx), async ({ em }) => {
    // One at a time, so that two people who type the same book get the same row.
    await em.execute("select pg_advisory_xact_lock(hashtext(?))", [`${title}|${author}`.toLowerCase()]);
    const [known] = await em.execute<{ id: string }[]>(
      "select id from audiobooks where lower(title) = lower(?) and lower(author) = lower(?) and lower(coalesce(narrator, '')) = lower(?) order by audible_id is null, id limit 1",
      [title, author, narrator],
    );
    if (known) return known.id;
    const made = Object.assign(new Audiobook(), { title, author, narrator: narrator || null });
    await em.persist(made).flush();
    return made.id;
  });
}

/** What a catalog says, in the shape of our row. */
function fromCatalog(entry: CatalogEntry) {
  return {
    audibleId: entry.audibleId,
    title: entry.title.slice(0, 500),
    subtitle: entry.subtitle?.slice(0, 500) ?? null,
    author: entry.author.slice(0, 255),
    narrator: entry.narrator?.slice(0, 255) ?? null,
    seriesTitle: entry.seriesTitle?.slice(0, 255) ?? null,
    seriesPosition: entry.seriesPosition?.slice(0, 50) ?? null,
    language: entry.language?.slice(0, 50) ?? null,
    isAbridged: entry.isAbridged,
    description: entry.description,
    coverArtUrl: entry.coverArtUrl,
    durationMinutes: entry.durationMinutes,
    releaseDate: entry.releaseDate,
    rating: entry.rating,
    genres: [...entry.genres],
  };
}

function tidy(text: string | null | undefined): string {
  return (text ?? "")
    .normalize("NFC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}
