/** What the server will most likely answer, shown at once. Graphcache takes it back when the answer is an error. */
import type { Cache, Entity, OptimisticMutationConfig } from "@urql/exchange-graphcache";
import type {
  ApproveRequestMutationVariables,
  CancelRequestMutationVariables,
  CreateRequestMutationVariables,
  DeactivateUserMutationVariables,
  DenyRequestMutationVariables,
  ReactivateUserMutationVariables,
  UpdateUserMutationVariables,
} from "./generated/graphql.ts";

const afresh = {
  step: null,
  progress: 0,
  blocker: null,
  errorMessage: null,
  decisionReason: null,
  downloadAttempts: 0,
};

const placeholderPrefix = "asking:";

/** Whether a request is only what the server will most likely answer: it has no page yet. */
export function isPlaceholder(requestId: string): boolean {
  return requestId.startsWith(placeholderPrefix);
}

/** Passed to Graphcache. Each answer has every field that its mutation selects. */
export const optimistic: OptimisticMutationConfig = {
  createRequest({ input }: CreateRequestMutationVariables, cache) {
    const entry = input.audibleId ? { __typename: "CatalogEntry", audibleId: input.audibleId } : null;
    const book = input.audiobookId
      ? { __typename: "Audiobook", id: input.audiobookId }
      : field<string>(cache, entry, "audiobook");
    const known = <T>(name: string): T | null => field<T>(cache, book, name) ?? field<T>(cache, entry, name);
    const placeholder = `${placeholderPrefix}${input.audiobookId ?? input.audibleId ?? `${input.author}/${input.title}`}`;
    const own = field<string>(cache, field<string>(cache, book, "viewerRequest"), "id");
    const isOwn = input.onBehalfOfUserId == null;
    const request = { __typename: "Request", id: (isOwn && own) || placeholder };
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
        coverUrl: known("coverUrl"),
        availabilityStatus: known("availabilityStatus") ?? "REQUESTED",
        viewerRequest: isOwn ? request : own && { __typename: "Request", id: own },
      },
    };
  },

  cancelRequest({ input }: CancelRequestMutationVariables, cache) {
    return { ...left(cache, input.id), status: "CANCELLED" };
  },

  approveRequest({ input }: ApproveRequestMutationVariables, cache) {
    const status = input.releaseId ? "DOWNLOADING" : "PENDING";
    return { ...left(cache, input.id), status, decisionReason: input.reason ?? null };
  },

  denyRequest({ input }: DenyRequestMutationVariables, cache) {
    return { ...left(cache, input.id), status: "DENIED", decisionReason: input.reason };
  },

  updateUser({ input: { id, ...changes } }: UpdateUserMutationVariables, cache) {
    const user = { __typename: "User", id };
    const now = <T>(name: string): T | null =>
      name in changes ? (changes[name as keyof typeof changes] as T) : field<T>(cache, user, name);
    const setting = (key: string) => field<string>(cache, { __typename: "ConfigurationEntry", key }, "value");
    const role = now<string>("role");
    const isAdmin = role === "ADMIN";
    const given = {
      role,
      autoApprove: now<boolean>("autoApprove"),
      maySelectReleases: now<boolean>("maySelectReleases"),
      requestQuota: now<number>("requestQuota"),
      requestQuotaDays: now<number>("requestQuotaDays"),
    };
    return {
      ...user,
      ...given,
      needsApproval: !isAdmin && !(given.autoApprove ?? setting("requests.auto_approve") === "true"),
      canSelectReleases: isAdmin || (given.maySelectReleases ?? setting("requests.may_select_releases") === "true"),
      quota: {
        __typename: "RequestQuota",
        most: isAdmin ? 0 : (given.requestQuota ?? Number(setting("requests.quota"))),
        days: given.requestQuotaDays ?? Number(setting("requests.quota_days")),
        used: field<number>(cache, field<string>(cache, user, "quota"), "used") ?? 0,
      },
    };
  },

  deactivateUser({ input: { id } }: DeactivateUserMutationVariables) {
    return { __typename: "User", id, deactivatedAt: new Date().toISOString() };
  },

  reactivateUser({ input: { id } }: ReactivateUserMutationVariables) {
    return { __typename: "User", id, deactivatedAt: null };
  },
};

/** A request that leaves its status: how far it got is kept. */
function left(cache: Cache, id: string) {
  const request = { __typename: "Request", id };
  const kept = ["version", "progress", "downloadAttempts"].map((name) => [name, field(cache, request, name) ?? 0]);
  return { ...request, ...afresh, ...Object.fromEntries(kept) };
}

function field<T>(cache: Cache, entity: Entity, name: string): T | null {
  return entity ? ((cache.resolve(entity, name) as T | null | undefined) ?? null) : null;
}
