import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import { acrossPeople } from "../context.ts";
import { requireViewer, type OperationContext } from "../graphql/operation.ts";
import { checkedId, readMany, readOne } from "../graphql/read.ts";
import { BlockedRelease } from "../releases/blocked-release.entity.ts";
import { DownloadHistory } from "./download-history.entity.ts";
import { blockCandidate, searchNow, selectRelease, unblockCandidate } from "./release.service.ts";
import { Request } from "./request.entity.ts";

@InputType({ description: "Ask the indexers now what they have for a request." })
class SearchReleasesInput {
  @Field(() => ID)
  requestId!: string;

  @Field(() => String, { nullable: true, description: "What to look for instead of the book's title and author." })
  query?: string | null;
}

@InputType({ description: "Take this candidate instead of the one that the ranking would." })
class SelectReleaseInput {
  @Field(() => ID)
  requestId!: string;

  @Field(() => ID, { description: "One of Request.releases." })
  releaseId!: string;
}

@InputType({ description: "Never take this release again for its book." })
class BlockReleaseInput {
  @Field(() => ID, { description: "One of Request.releases." })
  releaseId!: string;

  @Field(() => String, { nullable: true, description: "Why, for those who asked for the book." })
  reason?: string | null;
}

@InputType({ description: "Let a blocked release be taken again." })
class UnblockReleaseInput {
  @Field(() => ID, { description: "One of Request.releases." })
  releaseId!: string;
}

@ObjectType({ description: "What one indexer had to say." })
class IndexerAnswer {
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: "How many releases it listed." })
  found!: number;
  @Field(() => String, { nullable: true, description: "Why it could not be asked; null when it answered." })
  failure!: string | null;
  @Field(() => Date, { nullable: true, description: "Until when it is left alone, because it asked for that." })
  restsUntil!: Date | null;
}

@ObjectType({ description: "What the indexers offer, ranked, and what each of them had to say." })
class ReleaseSearch {
  requestId!: string;
  @Field(() => [IndexerAnswer])
  indexers!: readonly IndexerAnswer[];
}

@Resolver(() => ReleaseSearch)
export class ReleaseResolver {
  @Mutation(() => ReleaseSearch, {
    description:
      "Asks the indexers now, and keeps what they have as candidates of the request. Nothing is taken by it.",
  })
  async searchReleases(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => SearchReleasesInput) { requestId, query }: SearchReleasesInput,
  ): Promise<ReleaseSearch> {
    return searchNow(ctx, requireViewer(ctx), checkedId(requestId), query ?? null);
  }

  @Mutation(() => Request, { description: "Takes a candidate that a person chose, whatever its verdict." })
  async selectRelease(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => SelectReleaseInput) input: SelectReleaseInput,
  ) {
    await selectRelease(ctx, requireViewer(ctx), checkedId(input.requestId), checkedId(input.releaseId));
    return readOne(ctx, info, Request, input.requestId);
  }

  @Mutation(() => BlockedRelease, {
    description:
      "Never takes a release again for its book; when it is being fetched, the next one is taken. For admins.",
  })
  async blockRelease(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => BlockReleaseInput) { releaseId, reason }: BlockReleaseInput,
  ) {
    const id = await blockCandidate(ctx, checkedId(releaseId), reason?.trim() || "An admin has blocked it.");
    return readOne(ctx, info, BlockedRelease, id);
  }

  @Mutation(() => Request, {
    description: "Lets a blocked release be taken again, if the ranking has nothing against it. For admins.",
  })
  async unblockRelease(
    @Ctx() ctx: OperationContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => UnblockReleaseInput) { releaseId }: UnblockReleaseInput,
  ) {
    return readOne(ctx, info, Request, await unblockCandidate(ctx, checkedId(releaseId)));
  }

  @FieldResolver(() => [DownloadHistory], { description: "Every candidate of the request, best first." })
  releases(@Root() { requestId }: ReleaseSearch, @Ctx() ctx: OperationContext, @Info() info: GraphQLResolveInfo) {
    // They may hang on somebody else's request, for whose candidates this viewer has just searched.
    return readMany(acrossPeople(ctx), info, DownloadHistory, "request_id", requestId, (query) =>
      query.orderBy("t.quality_score", "desc").orderBy("t.id"),
    );
  }
}
