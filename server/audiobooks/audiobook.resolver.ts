import type { GraphQLResolveInfo } from "graphql";
import { sql } from "kysely";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import {
  connectionType,
  ConnectionArgs,
  newestFirst,
  type Connection,
  type KeysetOrder,
} from "../graphql/connection.ts";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readConnection, readOne } from "../graphql/read.ts";
import { selectionOf } from "../graphql/selection.ts";
import { Audiobook, AvailabilityStatus } from "./audiobook.entity.ts";
import { CatalogEntryType } from "./catalog-entry.type.ts";

const AudiobookConnection = connectionType("Audiobook", Audiobook);

@InputType()
class AudiobookFilter {
  @Field(() => [AvailabilityStatus], { nullable: true })
  availabilityStatus?: AvailabilityStatus[] | null;
}

/** In which order books are listed. */
enum AudiobookOrder {
  NEWEST = "newest",
  TITLE = "title",
}
registerEnumType(AudiobookOrder, { name: "AudiobookOrder" });

const orders: Readonly<Record<AudiobookOrder, KeysetOrder>> = {
  [AudiobookOrder.NEWEST]: newestFirst,
  [AudiobookOrder.TITLE]: {
    columns: [
      { column: "title", type: "text" },
      { column: "id", type: "uuid" },
    ],
    direction: "asc",
  },
};

@ObjectType({ description: "What a catalog found." })
class CatalogSearch {
  @Field(() => [CatalogEntryType])
  entries!: CatalogEntryType[];
  @Field(() => Boolean)
  hasNextPage!: boolean;
}

@Resolver(() => Audiobook)
export class AudiobookResolver {
  @Query(() => AudiobookConnection, { description: "The books that are known here." })
  audiobooks(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => AudiobookFilter, { nullable: true }) filter: AudiobookFilter | null,
    @Arg("search", () => String, { nullable: true, description: "Words of title, author or narrator, in any order." })
    search: string | null,
    @Arg("orderBy", () => AudiobookOrder, { nullable: true }) orderBy: AudiobookOrder | null,
  ): Promise<Connection<Row<Audiobook>>> {
    const words = searchWords(search);
    const status = filter?.availabilityStatus;
    return readConnection(ctx, info, Audiobook, args, orders[orderBy ?? AudiobookOrder.NEWEST], (query) => {
      let narrowed =
        status == null ? query : query.where("t.availability_status", "in", status.length > 0 ? status : [""]);
      for (const word of words) {
        narrowed = narrowed.where(
          sql<boolean>`(t.title || ' ' || t.author || ' ' || coalesce(t.narrator, '')) ilike ${`%${escapeLike(word)}%`}`,
        );
      }
      return narrowed;
    });
  }

  @Query(() => Audiobook, { nullable: true })
  audiobook(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID) id: string,
  ): Promise<Row<Audiobook> | null> {
    return readOne(ctx, info, Audiobook, id);
  }

  @Query(() => CatalogSearch, { description: "Looks in the outside catalog." })
  async searchCatalog(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("query", () => String) query: string,
    @Arg("page", () => Int, { defaultValue: 1 }) page: number,
  ): Promise<CatalogSearch> {
    if (query.length > 200) throw new InvalidInputError({ query: "Search for at most 200 characters." });
    if (page < 1 || page > 50) throw new InvalidInputError({ page: "Pages are 1 to 50." });
    const catalog = await ctx.integrations.open("catalog");
    if (!catalog) return { entries: [], hasNextPage: false };
    const found = await catalog.port.search(query, page, AbortSignal.timeout(30_000));
    const known = await knownBooks(
      ctx,
      info,
      found.entries.map((entry) => entry.audibleId),
    );
    const entries = found.entries.map((entry) => ({
      ...entry,
      genres: [...entry.genres],
      audiobook: known.get(entry.audibleId) ?? null,
    }));
    return { entries, hasNextPage: found.hasNextPage };
  }

  @FieldResolver(() => String, { nullable: true, description: "Its folder in the media library; for admins." })
  filePath(@Root() { filePath }: Row<Audiobook>): string | null {
    return filePath;
  }
}

async function knownBooks(
  ctx: OperationContext,
  info: GraphQLResolveInfo,
  audibleIds: readonly string[],
): Promise<Map<string, Row<Audiobook>>> {
  if (audibleIds.length === 0) return new Map();
  const selection = { ...selectionOf(info)["entries"]?.["audiobook"], audibleId: {} };
  const rows = await ctx.rows.read(ctx.em, Audiobook, selection, (query) =>
    query.where("t.audible_id", "in", audibleIds),
  );
  return new Map(rows.map((row) => [row.audibleId!, row]));
}

function searchWords(search: string | null): string[] {
  if (search == null) return [];
  if (search.length > 200) throw new InvalidInputError({ search: "Search for at most 200 characters." });
  if (search.includes("\0")) throw new InvalidInputError({ search: "There is a character in it that no title has." });
  return search.split(/\s+/).filter(Boolean).slice(0, 10);
}

/** What is typed is text: `%` and `_` mean themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
