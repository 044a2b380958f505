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
import { acrossPeople } from "../context.ts";
import type { OperationContext, PlexBrowser } from "../graphql/operation.ts";
import { readOne } from "../graphql/read.ts";
import { selectionOf } from "../graphql/selection.ts";
import { recordingRefusal } from "./failed-sign-ins.ts";
import { addressLimit, countTry } from "./rate-limit.ts";
import { Session } from "./session.entity.ts";
import { refuseSocket, requireCookies, signInAs } from "./sign-in-as.ts";
import { beginPlexSetUp, beginPlexSignIn, completePlexSignIn } from "./sign-in/plex.ts";
import { choosePlexProfile, findPlexProfiles } from "./sign-in/plex-home.ts";
import { importPlexPeople } from "./sign-in/plex-people.ts";
import { User } from "./user.entity.ts";

@ObjectType({ description: "A sign-in through plex.tv that has begun." })
class PlexSignInStart {
  @Field(() => String, { description: "The address to send the browser to." })
  url!: string;
}

@InputType()
class CompletePlexSignInInput {
  @Field(() => String, { description: "What plex.tv has sent the browser back with." })
  state!: string;
}

@InputType()
class BeginPlexSetUpInput {
  @Field(() => String, { description: "What the server prints at its start while it has no admin." })
  token!: string;
  @Field(() => String, { description: "Address of your Plex server, such as http://plex:32400." })
  serverUrl!: string;
}

@ObjectType({ description: "Somebody of the Plex Home whose account has signed in." })
class PlexProfile {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  avatarUrl!: string | null;
  @Field(() => Boolean)
  needsPin!: boolean;
}

@InputType()
class ChoosePlexProfileInput {
  @Field(() => ID)
  profileId!: string;
  @Field(() => String, { nullable: true, description: "Four digits, where the profile has a PIN." })
  pin?: string | null;
}

/** Who it is is not known yet. */
const throughPlex = { method: "plex", name: null } as const;

@Resolver()
export class PlexSignInResolver {
  @Mutation(() => PlexSignInStart, {
    description:
      "Begins a sign-in through plex.tv: the answer sets a cookie by which this browser is known when it comes back.",
  })
  async beginPlexSignIn(@Ctx() ctx: OperationContext): Promise<PlexSignInStart> {
    const browser = requirePlexBrowser(ctx);
    await countTry(acrossPeople(ctx), addressLimit("plex", ctx.address));
    return { url: await beginPlexSignIn(acrossPeople(ctx), browser) };
  }

  @Mutation(() => PlexSignInStart, {
    description:
      "As beginPlexSignIn, while there is no admin: whoever owns the Plex server becomes it, and the server the media server.",
  })
  async beginPlexSetUp(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => BeginPlexSetUpInput) input: BeginPlexSetUpInput,
  ): Promise<PlexSignInStart> {
    const browser = requirePlexBrowser(ctx);
    await countTry(acrossPeople(ctx), addressLimit("set-up", ctx.address));
    const tried = { method: "set-up through Plex", name: null } as const;
    return {
      url: await recordingRefusal(ctx, tried, () => beginPlexSetUp(acrossPeople(ctx), browser, input, ctx.setUpToken)),
    };
  }

  @Mutation(() => Session, {
    nullable: true,
    description:
      "Signs in whoever signed in at plex.tv, in the browser that began it: the answer sets the session cookie. Null: choose one of plexProfiles first.",
  })
  async completePlexSignIn(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => CompletePlexSignInInput) { state }: CompletePlexSignInInput,
  ) {
    const setCookie = requireCookies(ctx);
    const browser = requirePlexBrowser(ctx);
    const user = await recordingRefusal(ctx, throughPlex, () => completePlexSignIn(acrossPeople(ctx), browser, state));
    if (!user) return null;
    return readOne(ctx, info, Session, await signInAs(ctx, user, "plex", setCookie));
  }

  @Query(() => [PlexProfile], {
    description: "Whom this browser may choose to be after completePlexSignIn, for five minutes; else nobody.",
  })
  async plexProfiles(@Ctx() ctx: OperationContext): Promise<PlexProfile[]> {
    return ctx.plexBrowser ? findPlexProfiles(acrossPeople(ctx), ctx.plexBrowser) : [];
  }

  @Mutation(() => Session, {
    description: "Signs in a profile of the Plex Home, in the browser that completePlexSignIn answered null to.",
  })
  async choosePlexProfile(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ChoosePlexProfileInput) { profileId, pin = null }: ChoosePlexProfileInput,
  ) {
    const setCookie = requireCookies(ctx);
    const browser = requirePlexBrowser(ctx);
    const user = await recordingRefusal(ctx, throughPlex, () =>
      choosePlexProfile(acrossPeople(ctx), browser, profileId, pin),
    );
    return readOne(ctx, info, Session, await signInAs(ctx, user, "plex", setCookie));
  }

  @Mutation(() => [User], {
    description: "Makes everybody known with whom the Plex server is shared; for admins. Returns all of them.",
  })
  async importPlexUsers(@Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    const ids = await importPlexPeople(ctx);
    return ctx.rows.read(ctx.em, User, selectionOf(info), (query) => query.where("t.id", "in", ids));
  }
}

/** What a profile is shown with at the front door. */
@Resolver(() => PlexProfile)
export class PlexProfileResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The picture of the profile on this server, as a path; like Audiobook.coverUrl.",
  })
  pictureUrl(@Root() { avatarUrl }: PlexProfile, @Ctx() ctx: OperationContext): string | null {
    return ctx.coverAddresses.pathOf(avatarUrl);
  }
}

/** @throws InvalidInputError on a socket, before anything is done. */
function requirePlexBrowser({ plexBrowser }: OperationContext): PlexBrowser {
  return plexBrowser ?? refuseSocket();
}
