import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, FieldResolver, Info, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import { loaderFor, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { selectionOf } from "../graphql/selection.ts";
import type { CatalogEntry, CatalogPage } from "../integrations/catalogs/catalog.ts";
import { Audiobook } from "./audiobook.entity.ts";
import { assertFilter, BookFilter, passesFilter } from "./book-filter.ts";
import { CatalogEntryType } from "./catalog-entry.type.ts";
import { CatalogList, CatalogListKind } from "./catalog-list.entity.ts";
import { readCatalogList } from "./catalog-lists.ts";

const pageSize = 20;

@ObjectType({ description: "What a catalog found." })
class CatalogSearch {
  @Field(() => [CatalogEntryType])
  entries!: CatalogEntry[];
  @Field(() => Boolean)
  hasNextPage!: boolean;
}

/** The outside catalog, and which of its books are known here. */
@Resolver(() => CatalogEntryType)
export class CatalogResolver {
  @Query(() => CatalogSearch, {
    description:
      "Looks in the outside catalog. With an author, a narrator or a series it lists their books, a series in its order; the words may then be left empty.",
  })
  async searchCatalog(
    @Ctx() ctx: OperationContext,
    @Arg("query", () => String) query: string,
    @Arg("filter", () => BookFilter, { nullable: true }) filter: BookFilter | null,
    @Arg("page", () => Int, { defaultValue: 1 }) page: number,
  ): Promise<CatalogSearch> {
    if (query.length > 200) throw new InvalidInputError({ query: "Search for at most 200 characters." });
    assertPage(page);
    assertFilter(filter ?? {});
    const { entries, hasNextPage } = await find(ctx, query, filter ?? {}, page);
    return { entries: entries.filter((entry) => passesFilter(entry, filter ?? {})), hasNextPage };
  }

  @Query(() => CatalogSearch, {
    description: "What the outside catalog lists by itself, as it was when it was read last: a few times a day.",
  })
  async catalogBooks(
    @Ctx() ctx: OperationContext,
    @Arg("list", () => CatalogList) list: CatalogList,
    @Arg("page", () => Int, { defaultValue: 1 }) page: number,
  ): Promise<CatalogSearch> {
    assertPage(page);
    const { entries } = await readCatalogList(ctx, { kind: list, name: "", page: 1 });
    const end = page * pageSize;
    return { entries: entries.slice(end - pageSize, end), hasNextPage: entries.length > end };
  }

  @Query(() => CatalogEntryType, { nullable: true, description: "null when the outside catalog has no such book." })
  async catalogEntry(
    @Ctx() ctx: OperationContext,
    @Arg("audibleId", () => String) audibleId: string,
  ): Promise<CatalogEntry | null> {
    const name = audibleId.toLowerCase();
    const { entries } = await readCatalogList(ctx, { kind: CatalogListKind.BOOK, name, page: 1 });
    return entries[0] ?? null;
  }

  @FieldResolver(() => Audiobook, {
    nullable: true,
    description: "The book here, with its availability; null while nobody has asked for it.",
  })
  audiobook(
    @Root() { audibleId }: CatalogEntryType,
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Row<Audiobook> | null> {
    return loaderFor<Row<Audiobook> | null>(ctx, info.fieldNodes[0], async (audibleIds) => {
      const selection = { ...selectionOf(info), audibleId: {} };
      const rows = await ctx.rows.read(ctx.em, Audiobook, selection, (query) =>
        query.where("t.audible_id", "in", audibleIds),
      );
      const known = new Map(rows.map((row) => [row.audibleId, row]));
      return audibleIds.map((each) => known.get(each) ?? null);
    }).load(audibleId);
  }
}

async function find(ctx: OperationContext, query: string, filter: BookFilter, page: number): Promise<CatalogPage> {
  const { series, author, narrator } = filter;
  const [kinship, name] =
    Object.entries({ series, author, narrator }).find(([, name]) => name != null) ?? ([] as const);
  if (kinship === undefined) {
    const catalog = await ctx.integrations.open("catalog");
    return (
      (await catalog?.port.search(query, page, AbortSignal.timeout(30_000))) ?? { entries: [], hasNextPage: false }
    );
  }
  const key = { kind: kinship as CatalogListKind, name: name!.trim().toLowerCase(), page };
  const { entries, hasNextPage } = await readCatalogList(ctx, key);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const about = ({ title, author, narrator }: CatalogEntry) => `${title} ${author} ${narrator ?? ""}`.toLowerCase();
  return { entries: entries.filter((entry) => words.every((word) => about(entry).includes(word))), hasNextPage };
}

function assertPage(page: number): void {
  if (page < 1 || page > 50) throw new InvalidInputError({ page: "Pages are 1 to 50." });
}
