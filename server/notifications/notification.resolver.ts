import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { connectionType, ConnectionArgs, newestFirst, type Connection } from "../graphql/connection.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { checkedId, readConnection, readOne } from "../graphql/read.ts";
import { chooseNotifications, readChoices, type Choice } from "./choices.ts";
import { Notification, NotificationState } from "./notification.entity.ts";
import { resendNotification } from "./resend-notification.ts";

const NotificationConnection = connectionType("Notification", Notification);

@InputType()
class NotificationFilter {
  @Field(() => [NotificationState], { nullable: true })
  state?: NotificationState[] | null;
}

@ObjectType("NotificationChoice", {
  description: "A channel that reaches single people, and what one wants to be told by it of one's own requests.",
})
class NotificationChoiceType implements Choice {
  @Field(() => ID, { description: "The channel, as its settings begin: notifier, notifier.<name>." })
  id!: string;
  @Field(() => String, { description: "What kind of channel: email, ntfy, telegram." })
  type!: string;
  @Field(() => String, { description: "What people call the channel." })
  label!: string;
  @Field(() => String, { description: "What is to be entered: an e-mail address, a topic, …" })
  recipientLabel!: string;
  @Field(() => String)
  recipientDescription!: string;
  @Field(() => String, { nullable: true, description: "null: nothing is sent." })
  recipient!: string | null;
  @Field(() => [String], { description: "Those that are chosen: request_available, …" })
  events!: readonly string[];
  @Field(() => [String], { description: "Those that there are." })
  allEvents!: readonly string[];
}

@InputType()
class SetNotificationChoiceInput {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { nullable: true, description: "null or empty: nothing is sent any more." })
  recipient?: string | null;
  @Field(() => [String])
  events!: string[];
}

@InputType()
class ResendNotificationInput {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Notification)
export class NotificationResolver {
  @Query(() => NotificationConnection, {
    description: "What was sent, or is to be, newest first: one's own; for admins everything.",
  })
  notifications(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("filter", () => NotificationFilter, { nullable: true }) filter: NotificationFilter | null,
  ): Promise<Connection<Row<Notification>>> {
    const state = filter?.state;
    return readConnection(ctx, info, Notification, args, newestFirst, (query) =>
      state == null ? query : query.where("t.state", "in", state.length > 0 ? state : [""]),
    );
  }

  @Query(() => [NotificationChoiceType], {
    description: "The channels by which one can be told of one's own requests, and what one has chosen.",
  })
  notificationChoices(@Ctx() ctx: OperationContext): Promise<Choice[]> {
    return readChoices(ctx, requireViewer(ctx));
  }

  @Mutation(() => NotificationChoiceType, {
    description: "Chooses what one is told of one's own requests by a channel.",
  })
  setNotificationChoice(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => SetNotificationChoiceInput) { id, recipient, events }: SetNotificationChoiceInput,
  ): Promise<Choice> {
    return chooseNotifications(ctx, requireViewer(ctx), id, recipient?.trim() ?? "", events);
  }

  @Mutation(() => Notification, { description: "Sends once more what was given up; for admins." })
  async resendNotification(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ResendNotificationInput) { id }: ResendNotificationInput,
  ): Promise<Row<Notification>> {
    await resendNotification(ctx, checkedId(id));
    return (await readOne(ctx, info, Notification, id))!;
  }

  @FieldResolver(() => String, { nullable: true, description: "What went wrong the last time; for admins." })
  lastError(@Root() { lastError }: Row<Notification>) {
    return lastError;
  }
}
