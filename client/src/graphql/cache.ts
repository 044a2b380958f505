/** How the cache links what it holds: keys, what a mutation expects, and what a change of one thing means for others. */
import type { Cache, CacheExchangeOpts, Entity, KeyGenerator, Link } from "@urql/exchange-graphcache";
import type {
  BlockerKind,
  BlockReleaseInput,
  DeleteRequestInput,
  RequestFilter,
  RequestStatus,
  SearchReleasesInput,
} from "./generated/graphql.ts";
import { noteLastRun, placeJob } from "./job-lists.ts";
import { optimistic } from "./optimistic.ts";

/** They have no identity of their own and live within what holds them. */
const embedded: KeyGenerator = () => null;

const field = <T>(cache: Cache, entity: Entity, name: string): T | null =>
  (cache.resolve(entity, name) as T | null | undefined) ?? null;

/** Passed to Graphcache as it is. */
export const cacheLinks: Partial<CacheExchangeOpts> = {
  keys: {
    Analytics: embedded,
    Blocker: embedded,
    CatalogSearch: embedded,
    CreatedApiKey: embedded,
    DownloadSource: embedded,
    FolderTest: embedded,
    IndexerAnswer: embedded,
    IntegrationTest: embedded,
    KeysToKeep: embedded,
    PageInfo: embedded,
    PlexSignInStart: embedded,
    ReleaseSearch: embedded,
    RequestChange: embedded,
    RequestDay: embedded,
    RequestQuota: embedded,
    ScoreReason: embedded,
    Setup: embedded,
    StatementStatistics: embedded,
    WebPush: embedded,
    ...Object.fromEntries(
      ["Audiobook", "AuditEvent", "Job", "Notification", "Request", "User"].flatMap((type) => [
        [`${type}Connection`, embedded],
        [`${type}Edge`, embedded],
      ]),
    ),
    AuditAction: ({ name }) => name as string,
    CatalogEntry: ({ audibleId }) => audibleId as string,
    ConfigurationEntry: ({ key }) => key as string,
    EncryptionKey: ({ name }) => name as string,
    JobSchedule: ({ type }) => type as string,
    RetentionRule: ({ name }) => name as string,
    QueueCounts: ({ name }) => name as string,
    StoragePlace: ({ name }) => name as string,
    DatabaseReplica: ({ name }) => name as string,
    // There is one.
    System: () => "it",
  },

  optimistic,

  updates: {
    Mutation: {
      createRequest(result, _args, cache, { optimistic }) {
        const request = result["createRequest"] as ChangedRequest;
        linkCatalogEntry(cache, request);
        if (!optimistic) refreshLists(cache, request);
      },
      cancelRequest: (result, _args, cache, { optimistic }) =>
        void (optimistic || refreshLists(cache, result["cancelRequest"] as ChangedRequest)),
      approveRequest: (result, _args, cache, { optimistic }) =>
        void (optimistic || refreshLists(cache, result["approveRequest"] as ChangedRequest)),
      denyRequest: (result, _args, cache, { optimistic }) =>
        void (optimistic || refreshLists(cache, result["denyRequest"] as ChangedRequest)),
      deleteRequest(_result, { input }, cache) {
        cache.invalidate({ __typename: "Request", id: (input as DeleteRequestInput).id });
        invalidateAll(cache, "requests");
      },
      createUser: (_result, _args, cache) => invalidateAll(cache, "users"),
      updateUser: (_result, _args, cache, { optimistic }) => void (optimistic || invalidateAll(cache, "users")),
      deactivateUser: (_result, _args, cache, { optimistic }) => void (optimistic || invalidateAll(cache, "users")),
      reactivateUser: (_result, _args, cache, { optimistic }) => void (optimistic || invalidateAll(cache, "users")),
      importPlexUsers: (_result, _args, cache) => invalidateAll(cache, "users"),
      retryRequest: (result, _args, cache) => refreshLists(cache, result["retryRequest"] as ChangedRequest),
      searchReleases(result, { input }, cache) {
        const { requestId } = input as SearchReleasesInput;
        const { releases } = result["searchReleases"] as unknown as { releases: Link };
        cache.link({ __typename: "Request", id: requestId }, "releases", releases);
      },
      // The same release of another indexer may be blocked with it: the server knows.
      blockRelease: (_result, { input }, cache) =>
        cache.invalidate({ __typename: "DownloadHistory", id: (input as BlockReleaseInput).releaseId }),
      createApiKey: (_result, _args, cache) => cache.invalidate(field(cache, "Query", "viewer"), "apiKeys"),
      savePushSubscription: (_result, _args, cache) => refreshBrowsers(cache),
      removePushSubscription: (_result, _args, cache) => refreshBrowsers(cache),
      revokeSession: (_result, _args, cache) => refreshSessions(cache),
      revokeOtherSessions: (_result, _args, cache) => refreshSessions(cache),
      // It signs the other browsers out, and this one goes on with a new session.
      changePassword: (_result, _args, cache) => refreshSessions(cache),
      runJob: (result, _args, cache) => jobHasChanged(cache, result["runJob"] as ChangedJob),
      retryJob: (result, _args, cache) => jobHasChanged(cache, result["retryJob"] as ChangedJob),
      cancelJob: (result, _args, cache) => jobHasChanged(cache, result["cancelJob"] as ChangedJob),
      rotateEncryptionKey(result, _args, cache) {
        jobHasChanged(cache, result["rotateEncryptionKey"] as ChangedJob);
        cache.invalidate("Query", "encryptionKeys");
      },
      makeBackup: (result, _args, cache) => jobHasChanged(cache, result["makeBackup"] as ChangedJob),
      deleteBackup: (_result, _args, cache) => cache.invalidate("Query", "backups"),
      setConfiguration(_result, _args, cache) {
        cache.invalidate("Query", "setup");
        cache.invalidate("Query", "retention");
        cache.invalidate("Query", "notificationChoices");
        // What holds for a person may come from the settings.
        invalidateAll(cache, "users");
      },
    },
    Subscription: {
      jobChanged: (result, _args, cache) => jobHasChanged(cache, result["jobChanged"] as ChangedJob),
      requestChanged(result, _args, cache) {
        const { request } = result["requestChanged"] as unknown as { request: ChangedRequest };
        linkCatalogEntry(cache, request);
        linkViewerRequest(cache, request);
        refreshLists(cache, request);
      },
    },
  },
};

interface ChangedRequest {
  readonly __typename: "Request";
  readonly id: string;
  readonly audiobook?: { readonly __typename: "Audiobook"; readonly id: string; readonly audibleId?: string | null };
}

/** The catalog's entry is this book from now on. */
function linkCatalogEntry(cache: Cache, { audiobook }: ChangedRequest): void {
  const audibleId = audiobook?.audibleId;
  if (!audibleId) return;
  const entry = { __typename: "CatalogEntry", audibleId };
  if (cache.resolve(entry, "title") !== undefined)
    cache.link(entry, "audiobook", { __typename: "Audiobook", id: audiobook.id });
}

/** Admins hear of everybody's requests: only the viewer's own becomes the book's `viewerRequest`. */
function linkViewerRequest(cache: Cache, { id, audiobook }: ChangedRequest): void {
  const request = { __typename: "Request", id };
  const isOwn = field(cache, request, "user") === field(cache, "Query", "viewer");
  if (isOwn && audiobook) cache.link({ __typename: "Audiobook", id: audiobook.id }, "viewerRequest", request);
}

interface ChangedJob {
  readonly __typename: "Job";
  readonly id: string;
}

function jobHasChanged(cache: Cache, { id }: ChangedJob): void {
  placeJob(cache, id);
  noteLastRun(cache, id);
  const job = `Job:${id}`;
  // What is sealed with which key is another thing by now.
  const isOver = field(cache, job, "completedAt") !== null;
  if (isOver && field(cache, job, "type") === "rotate_keys") cache.invalidate("Query", "encryptionKeys");
  if (isOver && field(cache, job, "type") === "back_up") cache.invalidate("Query", "backups");
}

function refreshSessions(cache: Cache): void {
  cache.invalidate(field(cache, "Query", "viewer"), "sessions");
}

function refreshBrowsers(cache: Cache): void {
  cache.invalidate(field(cache, "Query", "viewer"), "pushSubscriptions");
}

/** Asks again for each list of a kind. */
function invalidateAll(cache: Cache, list: "requests" | "users"): void {
  for (const { fieldName, arguments: args } of cache.inspectFields("Query"))
    if (fieldName === list) cache.invalidate("Query", list, args ?? undefined);
}

/** Asks again for each list that the request should be in and is not, or the other way round. Lists are sorted by createdAt. */
function refreshLists(cache: Cache, { id }: ChangedRequest): void {
  const key = `Request:${id}`;
  const status = field<RequestStatus>(cache, key, "status");
  const waitsFor = field<string>(cache, key, "blocker");
  const blocker = waitsFor ? field<BlockerKind>(cache, waitsFor, "kind") : null;
  const createdAt = (request: string | undefined) => (request && field<string>(cache, request, "createdAt")) || "";
  const lists = cache.inspectFields("Query").filter(({ fieldName }) => fieldName === "requests");
  for (const { fieldKey, arguments: args } of lists) {
    const list = field<string>(cache, "Query", fieldKey);
    const page = list ? field<string>(cache, list, "pageInfo") : null;
    if (!list || !page) continue;
    const keys = field<string[]>(cache, list, "nodes") ?? [];
    const filter = (args?.["filter"] as RequestFilter | undefined) ?? {};
    // Whose it is, or for which book, may not have been asked for: then it may well be.
    const isOf = (name: string, type: string, wanted?: string | null) =>
      !wanted || [null, `${type}:${wanted}`].includes(field(cache, key, name));
    const isArchived = field<string>(cache, key, "archivedAt") !== null;
    const belongs =
      (filter.scope === "ALL" || isArchived === (filter.scope === "ARCHIVED")) &&
      (!filter.status || (status !== null && filter.status.includes(status))) &&
      (!filter.blocker || (blocker !== null && filter.blocker.includes(blocker))) &&
      isOf("user", "User", filter.userId) &&
      isOf("audiobook", "Audiobook", filter.audiobookId);
    const isOldestFirst = args?.["orderBy"] === "OLDEST";
    const [newest, oldest] = isOldestFirst ? [keys.at(-1), keys[0]] : [keys[0], keys.at(-1)];
    const [hasBefore, hasNext] = [Boolean(args?.["after"]), field<boolean>(cache, page, "hasNextPage") === true];
    const isBelowTop = !(isOldestFirst ? hasNext : hasBefore) || createdAt(key) <= createdAt(newest);
    const isAboveEnd = !(isOldestFirst ? hasBefore : hasNext) || createdAt(key) >= createdAt(oldest);
    const isRight = keys.includes(key) ? belongs : !(belongs && isBelowTop && isAboveEnd);
    if (!isRight) cache.invalidate("Query", "requests", args ?? undefined);
  }
}
