import type { GraphQLResolveInfo } from "graphql";
import { sql } from "kysely";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import { connectionType, ConnectionArgs, type Connection } from "../graphql/connection.ts";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readConnection, readOne } from "../graphql/read.ts";
import { Audiobook } from "./audiobook.entity.ts";
import { AudiobookFilter, AudiobookOrder, audiobookOrders, narrowToFilter, narrowToOrder } from "./audiobook.input.ts";
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
    @Arg("search", () => String, { nullable: true, description: "Words of title, author or narrator, in any order." })
    search: string | null,
    @Arg("orderBy", () => AudiobookOrder, { nullable: true }) orderBy: AudiobookOrder | null,
  ): Promise<Connection<Row<Audiobook>>> {
    const words = searchWords(search);
    const order = orderBy ?? AudiobookOrder.NEWEST;
    assertFilter(filter ?? {});
    return readConnection(ctx, info, Audiobook, args, audiobookOrders[order], (query) => {
      let narrowed = narrowToFilter(narrowToOrder(query, order), filter ?? {});
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

  @FieldResolver(() => String, { nullable: true, description: "Its folder in the media library; for admins." })
  filePath(@Root() { filePath }: Row<Audiobook>): string | null {
    return filePath;
  }
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
