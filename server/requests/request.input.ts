import { Field, ID, InputType, Int, registerEnumType } from "type-graphql";
import { newestFirst, type KeysetOrder } from "../graphql/connection.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";

@InputType({ description: "Which book: by its id here, by a catalog's id, or by hand." })
export class CreateRequestInput {
  @Field(() => ID, { nullable: true, description: "A book that is known here." })
  audiobookId?: string | null;

  @Field(() => String, { nullable: true, description: "An entry of searchCatalog." })
  audibleId?: string | null;

  @Field(() => String, { nullable: true, description: "With author: a book that no catalog has." })
  title?: string | null;

  @Field(() => String, { nullable: true })
  author?: string | null;

  @Field(() => String, { nullable: true, description: "Only this reading will do." })
  narrator?: string | null;

  @Field(() => ID, { nullable: true, description: "Admins may ask for somebody else." })
  onBehalfOfUserId?: string | null;

  @Field(() => Int, { nullable: true, description: "Admins only: −100 to 100, higher comes first." })
  priority?: number | null;
}

@InputType()
export class CancelRequestInput {
  @Field(() => ID)
  id!: string;
}

@InputType()
export class RetryRequestInput {
  @Field(() => ID)
  id!: string;
}

/** Which requests a list is made of. */
export enum RequestScope {
  ACTIVE = "active",
  ARCHIVED = "archived",
  ALL = "all",
}
registerEnumType(RequestScope, {
  name: "RequestScope",
  description: "Which requests a list is made of: those that are archived are left out unless they are asked for.",
});

@InputType()
export class RequestFilter {
  @Field(() => [RequestStatus], { nullable: true })
  status?: RequestStatus[] | null;

  @Field(() => [BlockerKind], { nullable: true, description: "Those that wait for one of these." })
  blocker?: BlockerKind[] | null;

  @Field(() => ID, { nullable: true, description: "Admins only; others see their own requests anyway." })
  userId?: string | null;

  @Field(() => ID, { nullable: true })
  audiobookId?: string | null;

  @Field(() => RequestScope, { nullable: true, description: "Left out: ACTIVE." })
  scope?: RequestScope | null;
}

/** In which order requests are listed. */
export enum RequestOrder {
  NEWEST = "newest",
  OLDEST = "oldest",
  RECENTLY_CHANGED = "recently_changed",
}
registerEnumType(RequestOrder, { name: "RequestOrder" });

/** The columns behind each order. */
export const requestOrders: Readonly<Record<RequestOrder, KeysetOrder>> = {
  [RequestOrder.NEWEST]: newestFirst,
  [RequestOrder.OLDEST]: { ...newestFirst, direction: "asc" },
  [RequestOrder.RECENTLY_CHANGED]: {
    columns: [
      { column: "updated_at", type: "timestamptz" },
      { column: "id", type: "uuid" },
    ],
    direction: "desc",
  },
};
