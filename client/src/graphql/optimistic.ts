/** What the server will most likely answer, shown at once. Graphcache takes it back when the answer is an error. */
import type { Cache, Entity, OptimisticMutationConfig } from "@urql/exchange-graphcache";
import type { CancelRequestMutationVariables, CreateRequestMutationVariables } from "./generated/graphql.ts";

const afresh = { step: null, progress: 0, blocker: null, errorMessage: null, downloadAttempts: 0 };

/** Passed to Graphcache. Each answer has every field that its mutation selects. */
export const optimistic: OptimisticMutationConfig = {
  createRequest({ input }: CreateRequestMutationVariables, cache) {
    const entry = input.audibleId ? { __typename: "CatalogEntry", audibleId: input.audibleId } : null;
    const book = input.audiobookId
      ? { __typename: "Audiobook", id: input.audiobookId }
      : field<string>(cache, entry, "audiobook");
    const known = <T>(name: string): T | null => field<T>(cache, book, name) ?? field<T>(cache, entry, name);
    const placeholder = `asking:${input.audiobookId ?? input.audibleId ?? `${input.author}/${input.title}`}`;
    const before = field<string>(cache, book, "viewerRequest");
    const request = { __typename: "Request", id: field<string>(cache, before, "id") ?? placeholder };
    return {
      ...request,
      ...afresh,
      version: 0,
      status: "PENDING",
      createdAt: new Date().toISOString(),
      audiobook: {
        __typename: "Audiobook",
        id: known<string>("id") ?? placeholder,
        audibleId: input.audibleId ?? known("audibleId"),
        title: known("title") ?? input.title ?? "",
        author: known("author") ?? input.author ?? "",
        narrator: known("narrator") ?? input.narrator ?? null,
        coverArtUrl: known("coverArtUrl"),
        availabilityStatus: known("availabilityStatus") ?? "REQUESTED",
        viewerRequest: request,
      },
    };
  },

  cancelRequest({ input }: CancelRequestMutationVariables, cache) {
    const request = { __typename: "Request", id: input.id };
    const kept = ["version", "progress", "downloadAttempts"].map((name) => [name, field(cache, request, name) ?? 0]);
    return { ...request, ...afresh, ...Object.fromEntries(kept), status: "CANCELLED" };
  },
};

function field<T>(cache: Cache, entity: Entity, name: string): T | null {
  return entity ? ((cache.resolve(entity, name) as T | null | undefined) ?? null) : null;
}
