/** Every way in which an object of a type is come by: a field of the root, in its first way of asking, and fields from there. */
const list = (noun: string, field: string) => ({
  [`${noun}Connection`]: [`Query.${field}`],
  [`${noun}Edge`]: [`Query.${field}.edges`],
});

/** A sentence where it cannot be come by here. */
export const routes: Readonly<Record<string, readonly string[] | string>> = {
  ApiKey: ["Query.viewer.apiKeys", "Query.users.nodes.apiKeys", "Query.request.user.apiKeys"],
  Audiobook: ["Query.audiobook", "Query.audiobooks.nodes", "Query.request.audiobook"],
  AuditAction: ["Query.auditActions"],
  AuditEvent: ["Query.auditEvents.nodes"],
  BlockedRelease: ["Mutation.blockRelease"],
  Blocker: ["Query.request.blocker"],
  CatalogEntry: ["Query.searchCatalog.entries"],
  CatalogSearch: ["Query.searchCatalog"],
  ConfigurationEntry: ["Query.configuration", "Mutation.setConfiguration"],
  CreatedApiKey: ["Mutation.createApiKey"],
  DownloadHistory: ["Query.request.releases", "Query.request.downloads"],
  EncryptionKey: ["Query.encryptionKeys"],
  IndexerAnswer: ["Mutation.searchReleases.indexers"],
  IntegrationTest: ["Mutation.testIntegration"],
  Job: ["Query.job", "Query.jobs.nodes", "Query.request.jobs", "Subscription.jobChanged"],
  PageInfo: ["Query.requests.pageInfo"],
  PlexProfile:
    "Shown to nobody but the browser that has signed in at plex.tv and is nobody here yet (plex-home.test.ts).",
  PlexSignInStart: ["Mutation.beginPlexSignIn"],
  QueueCounts: ["Query.system.queues"],
  ReleaseSearch: ["Mutation.searchReleases"],
  Request: [
    "Query.request",
    "Query.requests.nodes",
    "Query.audiobook.viewerRequest",
    "Subscription.requestChanged.request",
  ],
  RequestChange: ["Subscription.requestChanged"],
  RequestEvent: ["Query.request.events"],
  ScoreReason: ["Query.request.releases.scoreReasons"],
  Session: ["Query.viewer.sessions", "Query.users.nodes.sessions", "Query.request.user.sessions"],
  Setup: ["Query.setup"],
  System: ["Query.system"],
  User: ["Query.viewer", "Query.users.nodes", "Query.request.user"],
  ...list("Audiobook", "audiobooks"),
  ...list("AuditEvent", "auditEvents"),
  ...list("Job", "jobs"),
  ...list("Request", "requests"),
  ...list("User", "users"),
};
