import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { acrossPeople } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { connectionType, ConnectionArgs, mostCounted, type Connection } from "../graphql/connection.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row, RowQuery } from "../graphql/planned-rows.ts";
import { readConnection, readOne } from "../graphql/read.ts";
import { Audiobook } from "./audiobook.entity.ts";
import {
  assertSearch,
  AudiobookFilter,
  AudiobookOrder,
  audiobookOrders,
  mostFound,
  narrowToFilter,
  narrowToOrder,
  narrowToSearch,
} from "./audiobook.input.ts";
import { assertFilter } from "./book-filter.ts";

const AudiobookConnection = connectionType("Audiobook", Audiobook);

@Resolver(() => Audiobook)
export class AudiobookResolver {
  @Query(() => AudiobookConnection, { description: "The books that are known here." })
  audiobooks(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => AudiobookFilter, { nullable: true }) filter: AudiobookFilter | null,
    @Arg("search", () => String, {
      nullable: true,
      description:
        "Words of title, series, author or narrator, in any order, the last as far as it is typed. Slips, accents and articles do not matter. Finds a thousand at the most.",
    })
    search: string | null,
    @Arg("orderBy", () => AudiobookOrder, { nullable: true, description: "RELEVANCE for a search, else NEWEST." })
    orderBy: AudiobookOrder | null,
  ): Promise<Connection<Row<Audiobook>>> {
    assertSearch(search);
    assertFilter(filter ?? {});
    const isSearch = search != null && search.trim() !== "";
    const order = orderBy ?? (isSearch ? AudiobookOrder.RELEVANCE : AudiobookOrder.NEWEST);
    if (order === AudiobookOrder.RELEVANCE && !isSearch)
      throw new InvalidInputError({ orderBy: "Only what a search finds has a relevance." });
    const where = (query: RowQuery) => {
      const narrowed = narrowToFilter(narrowToOrder(query, order), filter ?? {});
      return isSearch ? narrowToSearch(narrowed, search) : narrowed;
    };
    const most = isSearch ? mostFound : mostCounted;
    // Whoever is signed in sees every book. As everybody, since behind the wall no index serves what PostgreSQL does not
    // know to tell nothing: lists of names, lower case.
    requireViewer(ctx);
    return readConnection(acrossPeople(ctx), info, Audiobook, args, audiobookOrders[order], where, most);
  }

  @Query(() => Audiobook, { nullable: true })
  audiobook(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID) id: string,
  ): Promise<Row<Audiobook> | null> {
    return readOne(ctx, info, Audiobook, id);
  }

  @FieldResolver(() => String, { nullable: true, description: "Its folder in the media library; for admins." })
  filePath(@Root() { filePath }: Row<Audiobook>): string | null {
    return filePath;
  }
}
