import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
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
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import type { Row } from "../graphql/planned-rows.ts";
import { readMany, readOne } from "../graphql/read.ts";
import { publicKeyOf } from "../integrations/notifiers/web-push.ts";
import { User } from "../users/user.entity.ts";
import { PushSubscription } from "./push-subscription.entity.ts";
import { eventsFor, removePushSubscription, savePushSubscription, testPushSubscription } from "./push-subscriptions.ts";
import { readVapidKey } from "./vapid-key.ts";

@ObjectType({ description: "What a browser has to know to be told things by this server." })
class WebPush {
  @Field(() => String, { description: "The VAPID key of this server, in base64url: applicationServerKey." })
  publicKey!: string;
  @Field(() => [String], { description: "What your browsers may be told of: request_available, disk_low, …" })
  events!: readonly string[];
}

@InputType()
class SavePushSubscriptionInput {
  @Field(() => String, { description: "As PushSubscription.toJSON() of the browser has it." })
  endpoint!: string;
  @Field(() => String)
  p256dh!: string;
  @Field(() => String)
  auth!: string;
  @Field(() => [String], { description: "What it is to be told of." })
  events!: string[];
}

@InputType()
class RemovePushSubscriptionInput {
  @Field(() => ID)
  id!: string;
}

@InputType()
class TestPushSubscriptionInput {
  @Field(() => ID)
  id!: string;
}

/** Each person's browsers, which are nobody else's affair. */
@Resolver(() => User)
export class PushSubscriptionResolver {
  @Query(() => WebPush, { description: "What a browser has to know to be told things by this server." })
  async webPush(@Ctx() ctx: OperationContext): Promise<WebPush> {
    return { publicKey: publicKeyOf(await readVapidKey(ctx)), events: eventsFor(requireViewer(ctx)) };
  }

  @Mutation(() => PushSubscription, { description: "Has a browser show you what happens, or changes what it shows." })
  async savePushSubscription(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => SavePushSubscriptionInput) { events, ...browser }: SavePushSubscriptionInput,
  ): Promise<Row<PushSubscription>> {
    const id = await savePushSubscription(ctx, requireViewer(ctx), browser, events);
    return (await readOne(ctx, info, PushSubscription, id))!;
  }

  @Mutation(() => Boolean, { description: "One of your browsers shows nothing any more." })
  async removePushSubscription(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => RemovePushSubscriptionInput) { id }: RemovePushSubscriptionInput,
  ): Promise<boolean> {
    await removePushSubscription(ctx, requireViewer(ctx), id);
    return true;
  }

  @Mutation(() => PushSubscription, { description: "Sends a test message to one of your browsers." })
  async testPushSubscription(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => TestPushSubscriptionInput) { id }: TestPushSubscriptionInput,
  ): Promise<Row<PushSubscription>> {
    await testPushSubscription(ctx, requireViewer(ctx), id);
    return (await readOne(ctx, info, PushSubscription, id))!;
  }

  @FieldResolver(() => [PushSubscription], { description: "The browsers that show you what happens, newest first." })
  pushSubscriptions(@Root() { id }: Row<User>, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    return readMany(ctx, info, PushSubscription, "user_id", id, (query) => query.orderBy("t.id", "desc"));
  }
}
