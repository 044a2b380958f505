import type { GraphQLResolveInfo } from "graphql";
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readMany } from "../graphql/read.ts";
import { Request } from "./request.entity.ts";

/** A field of a book that requests answer: it stands here because requests know of books, and books not of requests. */
@Resolver(() => Audiobook)
export class ViewerRequestResolver {
  @FieldResolver(() => Request, { nullable: true, description: "The viewer's own request for it." })
  async viewerRequest(
    @Root() { id }: Row<Audiobook>,
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Row<Request> | null> {
    const viewer = requireViewer(ctx);
    const [request] = await readMany(ctx, info, Request, "audiobook_id", id, (query) =>
      query.where("t.user_id", "=", viewer.id),
    );
    return request ?? null;
  }
}
