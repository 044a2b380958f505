import type { GraphQLResolveInfo } from "graphql";
import { sql } from "kysely";
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { CatalogEntryType } from "../audiobooks/catalog-entry.type.ts";
import { readRows } from "../database/row-level-security.ts";
import { loaderFor, type OperationContext } from "../graphql/operation.ts";
import { findOwned } from "./find-owned.ts";

/** What the library knows of a catalog's entries; catalogs know of no library. */
@Resolver(() => CatalogEntryType)
export class CatalogEntryResolver {
  @FieldResolver(() => Boolean, {
    description: "The book is there, whether or not anybody has asked for it: a request is completed at once.",
  })
  isInLibrary(
    @Root() entry: CatalogEntryType,
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<boolean> {
    return loaderFor<boolean, CatalogEntryType>(ctx, info.fieldNodes[0], (entries) => areInLibrary(ctx, entries)).load(
      entry,
    );
  }
}

async function areInLibrary(ctx: OperationContext, entries: readonly CatalogEntryType[]): Promise<boolean[]> {
  const rows = await readRows(ctx.em, (db) =>
    sql<{ audible_id: string }>`
      select audible_id from audiobooks where audible_id = any(${entries.map(({ audibleId }) => audibleId)}::text[])
         and availability_status = ${AvailabilityStatus.AVAILABLE}`.compile(db),
  );
  const available = new Set(rows.map((row) => row.audible_id));
  const sought = entries.map((entry) => ({ ...entry, asin: entry.audibleId, filePath: null }));
  const owned = await findOwned(ctx.em, sought);
  return sought.map((book) => available.has(book.audibleId) || owned.has(book));
}
