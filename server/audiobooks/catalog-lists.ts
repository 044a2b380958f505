/**
 * Lists of the outside catalog are kept: whoever looks at one gets it at once, and it outlives the catalog's being down.
 * One that has grown old is still shown, and is read anew in the background; what comes back empty replaces nothing.
 */
import { sql } from "kysely";
import { acrossPeople, inTransaction, type Context } from "../context.ts";
import { readRows } from "../database/row-level-security.ts";
import { InvalidInputError } from "../errors.ts";
import type { Catalog, CatalogEntry, CatalogPage } from "../integrations/catalogs/catalog.ts";
import { CatalogList, CatalogListKind, CatalogListRecord } from "./catalog-list.entity.ts";

/** Which list, and which page of it. */
export type CatalogListKey = Pick<CatalogListRecord, "kind" | "name" | "page">;

const hour = 3_600_000;
const oldAfterMs = 12 * hour;
/** A catalog that fails is asked for the same list this seldom. */
const pauseMs = hour;
/** What is this old says nothing certain about a book any more. */
const trustedHours = 48;
const forgottenDays = 30;
const nothing: CatalogPage = { entries: [], hasNextPage: false };

/**
 * Asks the catalog for a list that is not kept yet, and keeps it.
 * @throws UpstreamUnavailableError | UpstreamRejectedError only when there is none to show.
 */
export async function readCatalogList(ctx: Context, key: CatalogListKey): Promise<CatalogPage> {
  if (key.name.length > 255) throw new InvalidInputError({ name: "A name has at most 255 characters." });
  const catalog = await ctx.integrations.open("catalog");
  if (!catalog || /\p{Cc}/u.test(key.name)) return nothing;
  const source = await sourceOf(ctx);
  const kept = await ctx.em.findOne(CatalogListRecord, { source, ...key }, { disableIdentityMap: true });
  if (!kept) return readAnew(ctx, catalog.port, source, key, AbortSignal.timeout(30_000));
  if (kept.readAt.getTime() < Date.now() - oldAfterMs) await want(ctx, kept);
  return kept;
}

/** Reads a list anew that is kept. @returns how many entries it has now. */
export async function refreshCatalogList(ctx: Context, id: string, signal: AbortSignal): Promise<number> {
  const [catalog, source] = [await ctx.integrations.open("catalog"), await sourceOf(ctx)];
  const kept = await ctx.em.findOne(CatalogListRecord, { id, source }, { disableIdentityMap: true });
  if (!catalog || !kept) return 0;
  const { kind, name, page } = kept;
  return (await readAnew(ctx, catalog.port, source, { kind, name, page }, signal)).entries.length;
}

/** Reads what everybody sees first, and forgets what nobody has looked at for a long time. @returns how many entries each has. */
export async function refreshCatalogLists(ctx: Context, signal: AbortSignal): Promise<Record<string, number>> {
  const catalog = await ctx.integrations.open("catalog");
  if (!catalog) return {};
  const source = await sourceOf(ctx);
  const sizes: Record<string, number> = {};
  for (const kind of Object.values(CatalogList)) {
    const { entries } = await readAnew(ctx, catalog.port, source, { kind, name: "", page: 1 }, signal);
    sizes[kind] = entries.length;
  }
  await ctx.em.nativeDelete(CatalogListRecord, { readAt: { $lt: new Date(Date.now() - forgottenDays * 24 * hour) } });
  return sizes;
}

/** A book as a list has it that was read lately; null when none has it. */
export async function findKeptEntry(ctx: Context, audibleId: string): Promise<CatalogEntry | null> {
  const source = await sourceOf(ctx);
  const wanted = JSON.stringify([{ audibleId }]);
  const [row] = await readRows(ctx.em, (db) =>
    sql<{ entry: CatalogEntry }>`
      select entry from catalog_lists l, jsonb_array_elements(l.entries) entry
       where l.entries @> ${wanted}::jsonb and entry ->> 'audibleId' = ${audibleId} and l.source = ${source}
         and l.read_at > now() - make_interval(hours => ${trustedHours}::int)
       order by l.read_at desc limit 1`.compile(db),
  );
  return row?.entry ?? null;
}

async function readAnew(
  ctx: Context,
  port: Catalog,
  source: string,
  key: CatalogListKey,
  signal: AbortSignal,
): Promise<CatalogPage> {
  const page = await ask(port, key, signal);
  if (page.entries.length === 0) return page;
  await inTransaction(acrossPeople(ctx), ({ em }) =>
    em.upsert(
      CatalogListRecord,
      { ...new CatalogListRecord(), source, ...key, entries: [...page.entries], hasNextPage: page.hasNextPage },
      { onConflictFields: ["source", "kind", "name", "page"], onConflictExcludeFields: ["id"] },
    ),
  );
  return page;
}

async function ask(port: Catalog, { kind, name, page }: CatalogListKey, signal: AbortSignal): Promise<CatalogPage> {
  if (kind === CatalogListKind.BOOK) {
    const entry = await port.find(name.toUpperCase(), signal);
    return { entries: entry ? [entry] : [], hasNextPage: false };
  }
  if (kind === CatalogListKind.POPULAR || kind === CatalogListKind.NEW)
    return { entries: await port.shelf(kind, signal), hasNextPage: false };
  return port.kin(kind, name, page, signal);
}

/** Has it read in the background, unless that was tried a short while ago. */
async function want(ctx: Context, { id }: CatalogListRecord): Promise<void> {
  await inTransaction(acrossPeople(ctx), async ({ em, queue }) => {
    const now = new Date();
    const pause = new Date(now.getTime() - pauseMs);
    const isDue = { $or: [{ wantedAt: null }, { wantedAt: { $lt: pause } }] };
    if ((await em.nativeUpdate(CatalogListRecord, { id, ...isDue }, { wantedAt: now })) > 0)
      await queue.enqueue(em, "refresh_catalog", { listId: id }, { key: id });
  });
}

async function sourceOf(ctx: Context): Promise<string> {
  const settings = await ctx.integrations.settings();
  return ["type", "region", "url"]
    .map((name) => settings[`catalog.${name}`] ?? "")
    .join(" ")
    .slice(0, 500);
}
