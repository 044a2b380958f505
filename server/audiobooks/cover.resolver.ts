import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { Audiobook } from "./audiobook.entity.ts";
import { CatalogEntryType } from "./catalog-entry.type.ts";

const description = "The cover on this server, 320 pixels wide, as a path; ?width=160 and ?width=640 are there too.";

/** The covers of books, which lie with others, as browsers may show them. */
@Resolver(() => Audiobook)
export class AudiobookCoverResolver {
  @FieldResolver(() => String, { nullable: true, description })
  coverUrl(@Root() { coverArtUrl }: Row<Audiobook>, @Ctx() ctx: OperationContext): string | null {
    return ctx.coverAddresses.pathOf(coverArtUrl);
  }
}

/** The same for what a catalog found. */
@Resolver(() => CatalogEntryType)
export class CatalogEntryCoverResolver {
  @FieldResolver(() => String, { nullable: true, description })
  coverUrl(@Root() { coverArtUrl }: CatalogEntryType, @Ctx() ctx: OperationContext): string | null {
    return ctx.coverAddresses.pathOf(coverArtUrl);
  }
}
