/**
 * Who may ask for what: one rule a field, all of them here. enforce-access.ts puts them around the resolvers, and a field
 * without a rule stops the program at its start. Which rows of a list somebody sees is no matter of fields: visible-to.ts
 * and the policies of the tables say it, and what they leave out is answered like what there is not.
 */
import { ApiKeyScope } from "../users/api-key.entity.ts";

const { READ, REQUEST, ADMIN } = ApiKeyScope;

/** What a field of the root asks for before its resolver runs. */
export interface RootRule {
  readonly who: "anybody" | "signed in" | "admin";
  /** What an API key needs besides, which a session does not; null for nothing. */
  readonly scope: ApiKeyScope | null;
}

const everybodyReads: RootRule = { who: "anybody", scope: READ };
const toSignIn: RootRule = { who: "anybody", scope: null };
const reading: RootRule = { who: "signed in", scope: READ };
const requesting: RootRule = { who: "signed in", scope: REQUEST };
const administering: RootRule = { who: "admin", scope: ADMIN };

/** The rule of every query, mutation and subscription. */
export const rootRules: Readonly<Record<string, RootRule>> = {
  "Query.analytics": administering,
  "Query.audiobook": reading,
  "Query.audiobooks": reading,
  "Query.auditActions": administering,
  "Query.auditEvents": administering,
  "Query.backups": administering,
  "Query.catalogBooks": reading,
  "Query.catalogEntry": reading,
  "Query.configuration": administering,
  "Query.encryptionKeys": administering,
  "Query.job": administering,
  "Query.jobs": administering,
  "Query.notificationChoices": reading,
  "Query.notifications": reading,
  "Query.plexProfiles": toSignIn,
  "Query.request": reading,
  "Query.requests": reading,
  "Query.requestStatistics": administering,
  "Query.retention": administering,
  "Query.schedules": administering,
  "Query.searchCatalog": reading,
  "Query.setup": everybodyReads,
  "Query.supportBundle": administering,
  "Query.system": administering,
  "Query.users": administering,
  "Query.viewer": everybodyReads,
  "Query.webPush": reading,
  "Mutation.approveRequest": administering,
  "Mutation.beginPlexSetUp": toSignIn,
  "Mutation.beginPlexSignIn": toSignIn,
  "Mutation.blockRelease": administering,
  "Mutation.cancelRequest": requesting,
  "Mutation.cancelJob": administering,
  "Mutation.changePassword": requesting,
  "Mutation.choosePlexProfile": toSignIn,
  "Mutation.completePlexSignIn": toSignIn,
  "Mutation.createApiKey": requesting,
  "Mutation.createRequest": requesting,
  "Mutation.createRequests": requesting,
  "Mutation.createUser": administering,
  "Mutation.deactivateUser": administering,
  "Mutation.deleteRequest": administering,
  "Mutation.deleteBackup": administering,
  "Mutation.denyRequest": administering,
  "Mutation.importPlexUsers": administering,
  "Mutation.makeBackup": administering,
  "Mutation.reactivateUser": administering,
  "Mutation.removePushSubscription": requesting,
  "Mutation.resendNotification": administering,
  "Mutation.restoreBackup": administering,
  "Mutation.restoreAtSetUp": toSignIn,
  "Mutation.retryJob": administering,
  "Mutation.retryRequest": requesting,
  "Mutation.revokeApiKey": requesting,
  "Mutation.revokeOtherSessions": requesting,
  "Mutation.revokeSession": requesting,
  "Mutation.rotateEncryptionKey": administering,
  "Mutation.runJob": administering,
  "Mutation.savePushSubscription": requesting,
  "Mutation.searchReleases": requesting,
  "Mutation.selectRelease": requesting,
  "Mutation.setConfiguration": administering,
  "Mutation.setNotificationChoice": requesting,
  "Mutation.setUp": toSignIn,
  "Mutation.showEncryptionKeys": toSignIn,
  "Mutation.signIn": toSignIn,
  "Mutation.signOut": requesting,
  "Mutation.testFolders": administering,
  "Mutation.testIntegration": administering,
  "Mutation.testPushSubscription": requesting,
  "Mutation.unblockRelease": administering,
  "Mutation.updateRequest": administering,
  "Mutation.updateUser": administering,
  "Subscription.jobChanged": administering,
  "Subscription.requestChanged": reading,
  "Subscription.systemChanged": administering,
};

/**
 * Who sees a field of an object:
 * - parent: whoever sees the object.
 * - person: the person whom the object is, refused to everybody else. For User only.
 * - personOrAdmin: that person and admins, null for everybody else. For User only.
 * - admin: admins, null for everybody else.
 */
export type FieldRule = "parent" | "person" | "personOrAdmin" | "admin";

/** The fields by their rule. A type that holds nothing of anybody's own has one rule for whatever it has. */
export type TypeRules = "parent" | Partial<Readonly<Record<FieldRule, string>>>;

/** The rules of every type but the root's: the names of its fields, with spaces between them. */
export const typeRules: Readonly<Record<string, TypeRules>> = {
  ApiKey: { parent: "createdAt expiresAt id lastUsedAddress lastUsedAt name prefix revokedAt scopes" },
  Audiobook: {
    parent: `audibleId author availabilityStatus availableAt coverArtUrl coverUrl createdAt description durationMinutes
      fileFormat fileSizeBytes genres id isAbridged language narrator plexGuid plexLibraryId rating releaseDate requestCount
      seriesPosition seriesTitle subtitle title updatedAt viewerRequest`,
    admin: "filePath",
  },
  AuditEvent: { parent: "action actorId actorName address createdAt details id position subjectId subjectType" },
  Backup: { parent: "cause id madeAt name program reason rows sizeBytes state" },
  BlockedRelease: { parent: "createdAt id reason torrentHash torrentName" },
  Blocker: { parent: "kind message nextTryAt" },
  ConfigurationEntry: {
    parent: "category defaultValue description encrypted forTypes isList isSet key label least most options unit value",
  },
  CreatedApiKey: { parent: "apiKey key" },
  DownloadHistory: {
    parent: `completedAt createdAt downloadBytesPerSecond downloadClient downloadError downloadStatus id indexerName
      leechers progress publishedAt qualityScore refusal scoreReasons secondsLeft seeders selected selectedByHand startedAt
      torrentHash torrentName torrentSizeBytes verdict`,
  },
  // What the program says to itself may quote what is nobody else's business.
  Job: {
    parent: `attempts completedAt createdAt id maxAttempts priority progress queueJobId request startedAt status type updatedAt`,
    admin: "errorMessage payload result stackTrace",
  },
  Notification: {
    parent: "attempts body channel createdAt event id path sentAt state title user",
    admin: "lastError",
  },
  PushSubscription: { parent: "createdAt deliveredAt events failingSince fingerprint id userAgent" },
  Request: {
    parent: `archivedAt audiobook blocker completedAt createdAt decidedAt decisionReason downloadAttempts downloads errorMessage
      events id jobs priority progress releases searchAttempts status step updatedAt user version`,
    admin: "decidedBy",
  },
  RequestChange: { parent: "cursor request" },
  RequestQuota: { parent: "days most used" },
  RequestEvent: { parent: "createdAt fromStatus id message step toStatus type" },
  Session: { parent: "address createdAt expiresAt id isCurrent lastSeenAt user userAgent" },
  User: {
    parent: "avatarUrl canSelectReleases createdAt id name pictureUrl plexUsername role updatedAt username",
    personOrAdmin: `autoApprove deactivatedAt lastLoginAt lastSeenAt maySelectReleases needsApproval plexEmail plexId quota
      requestCount requestQuota requestQuotaDays`,
    person: "apiKeys pushSubscriptions sessions",
  },

  Analytics: "parent",
  AuditAction: "parent",
  CatalogEntry: "parent",
  CatalogSearch: "parent",
  DownloadSource: "parent",
  FolderTest: "parent",
  IndexerAnswer: "parent",
  IntegrationState: "parent",
  IntegrationTest: "parent",
  JobSchedule: "parent",
  LeftOutBook: "parent",
  NotificationChoice: "parent",
  KeysToKeep: "parent",
  PageInfo: "parent",
  PlexProfile: "parent",
  PlexSignInStart: "parent",
  EncryptionKey: "parent",
  DatabaseReplica: "parent",
  QueueCounts: "parent",
  ReleaseSearch: "parent",
  RequestDay: "parent",
  RequestedBooks: "parent",
  RetentionRule: "parent",
  ScoreReason: "parent",
  Setup: "parent",
  StatementStatistics: "parent",
  StoragePlace: "parent",
  System: "parent",
  WebPush: "parent",

  AudiobookConnection: "parent",
  AudiobookEdge: "parent",
  AuditEventConnection: "parent",
  AuditEventEdge: "parent",
  JobConnection: "parent",
  JobEdge: "parent",
  NotificationConnection: "parent",
  NotificationEdge: "parent",
  RequestConnection: "parent",
  RequestEdge: "parent",
  UserConnection: "parent",
  UserEdge: "parent",
};
