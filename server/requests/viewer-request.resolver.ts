import type { GraphQLResolveInfo } from "graphql";
import { Ctx, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import { sql } from "kysely";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { acrossPeople } from "../context.ts";
import { readRows } from "../database/row-level-security.ts";
import { loaderFor, requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readMany } from "../graphql/read.ts";
import { Request } from "./request.entity.ts";

/** Fields of a book that requests answer: they stand here because requests know of books, and books not of requests. */
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

  @FieldResolver(() => Int, { description: "How many people have asked for it. Who they are is theirs to tell." })
  requestCount(
    @Root() { id }: Row<Audiobook>,
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<number> {
    return loaderFor<number>(ctx, info.fieldNodes[0], async (ids) => {
      const rows = await readRows(acrossPeople(ctx).em, (db) =>
        sql<{
          id: string;
          count: string;
        }>`select audiobook_id as id, count(*) from requests where audiobook_id in (${sql.join([...ids])})
          group by audiobook_id`.compile(db),
      );
      const counts = new Map(rows.map((row) => [row.id, Number(row.count)]));
      return ids.map((each) => counts.get(each) ?? 0);
    }).load(id);
  }
}
