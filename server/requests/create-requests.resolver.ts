import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, Info, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { selectionOf } from "../graphql/selection.ts";
import { createRequests, type LeftOut } from "./create-requests.ts";
import { Request } from "./request.entity.ts";

@InputType({ description: "Which books, such as the rest of a series." })
class CreateRequestsInput {
  @Field(() => [String], { description: "1 to 50 entries of the catalog." })
  audibleIds!: string[];
}

@ObjectType({ description: "A book that was not asked for." })
class LeftOutBook implements LeftOut {
  @Field(() => String)
  audibleId!: string;
  @Field(() => String, { description: "As of an error: CONFLICT, FORBIDDEN, …" })
  code!: string;
  @Field(() => String, { description: "Why, in a sentence." })
  message!: string;
}

@ObjectType({ description: "What became of several books that were asked for at once." })
class RequestedBooks {
  @Field(() => [Request], { description: "The new requests." })
  requests!: readonly Row<Request>[];
  @Field(() => [LeftOutBook], { description: "What is there or on its way already, or was refused." })
  leftOut!: readonly LeftOut[];
}

@Resolver(() => RequestedBooks)
export class CreateRequestsResolver {
  @Mutation(() => RequestedBooks, {
    description:
      "Asks for several books, each as createRequest does. What the viewer has asked for or the library has is left out, and so is what is over a quota.",
  })
  async createRequests(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CreateRequestsInput) { audibleIds }: CreateRequestsInput,
  ): Promise<RequestedBooks> {
    const { ids, leftOut } = await createRequests(ctx, requireViewer(ctx), audibleIds);
    const selection = selectionOf(info)["requests"];
    const rows =
      selection && ids.length > 0
        ? await ctx.rows.read(ctx.em, Request, selection, (query) => query.where("t.id", "in", ids))
        : [];
    const byId = new Map(rows.map((row) => [row.id, row]));
    return { requests: ids.flatMap((id) => byId.get(id) ?? []), leftOut };
  }
}
