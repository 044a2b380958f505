import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from "type-graphql";
import { InvalidInputError } from "../errors.ts";
import type { RequestChangedNotice } from "../events.ts";
import { liveStates } from "../graphql/live.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { isUuid } from "../graphql/read.ts";
import type { RequestState } from "./request-changes.ts";
import { Request } from "./request.entity.ts";
import { visibleTo } from "./visible-to.ts";

/** A change as a subscriber gets it. */
@ObjectType({ description: "A request as it is after a change." })
export class RequestChange {
  @Field(() => Request)
  request!: Row<Request>;

  @Field(() => String, {
    description: "Pass the last one as `after` when the connection was lost: what was missed comes first.",
  })
  cursor!: string;
}

interface RequestChangedArgs {
  readonly id?: string | null;
  readonly after?: string | null;
}

/** The live view. A notice carries ids only; the row is read, once for each change however many sockets wait for it. */
@Resolver(() => RequestChange)
export class RequestChangesResolver {
  @Subscription(() => RequestChange, {
    description:
      "The viewer's requests as they change; an admin's: everybody's. With a cursor, what was missed comes first, as present states.",
    subscribe: ({ args, context }) => requestChanges(context as OperationContext, args as RequestChangedArgs),
  })
  requestChanged(
    @Root() state: RequestState,
    @Arg("id", () => ID, { nullable: true, description: "Only this one." }) _id: string | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor of the last change that was seen." })
    _after: string | null,
  ): RequestChange {
    return state;
  }
}

function requestChanges(ctx: OperationContext, { id, after }: RequestChangedArgs): AsyncIterable<RequestState> {
  const viewer = requireViewer(ctx);
  if (id != null && !isUuid(id)) throw new InvalidInputError({ id: "That is no id." });
  if (after != null && !(/^\d{1,20}$/.test(after) && BigInt(after) < 2n ** 64n))
    throw new InvalidInputError({ after: "This is no cursor of requestChanged." });
  const concerns = (notice: RequestChangedNotice) =>
    (viewer.isAdmin() || notice.userId === viewer.id) && (id == null || notice.id === id);
  return liveStates<RequestChangedNotice, RequestState>(ctx, {
    listen(hear) {
      const listener = (notice: RequestChangedNotice) => {
        if (concerns(notice)) hear(notice);
      };
      ctx.events.on("requestChanged", listener);
      return () => void ctx.events.off("requestChanged", listener);
    },
    key: (notice) => notice.id,
    ...(after == null
      ? {}
      : {
          missed: () =>
            ctx.requestStates.missed(ctx.em, after, (query) =>
              id == null ? visibleTo(viewer)(query) : visibleTo(viewer)(query).where("t.id", "=", id),
            ),
        }),
    read: (notice) => ctx.requestStates.read(notice),
  });
}
