import { createPubSub } from "@graphql-yoga/subscription";
import type { GraphQLSchema } from "graphql";
import { buildSchema, getMetadataStorage } from "type-graphql";
import { AudiobookResolver } from "../audiobooks/audiobook.resolver.ts";
import { AudiobookCoverResolver, CatalogEntryCoverResolver } from "../audiobooks/cover.resolver.ts";
import { CatalogResolver } from "../audiobooks/catalog.resolver.ts";
import { BackupResolver } from "../backup/backup.resolver.ts";
import { ConfigurationResolver } from "../configuration/configuration.resolver.ts";
import { FoldersResolver } from "../configuration/folders.resolver.ts";
import { JobScheduleResolver } from "../jobs/job-schedule.resolver.ts";
import { JobResolver } from "../jobs/job.resolver.ts";
import { CatalogEntryResolver } from "../library/catalog-entry.resolver.ts";
import { NotificationResolver } from "../notifications/notification.resolver.ts";
import { PushSubscriptionResolver } from "../notifications/push-subscription.resolver.ts";
import { CreateRequestsResolver } from "../requests/create-requests.resolver.ts";
import { ReleaseResolver } from "../requests/release.resolver.ts";
import { RequestAdminResolver } from "../requests/request-admin.resolver.ts";
import { RequestChangesResolver } from "../requests/request-changes.resolver.ts";
import { RequestResolver } from "../requests/request.resolver.ts";
import { UserRequestsResolver } from "../requests/user-requests.resolver.ts";
import { ViewerRequestResolver } from "../requests/viewer-request.resolver.ts";
import { AuditResolver } from "../security/audit.resolver.ts";
import { EncryptionResolver } from "../security/encryption.resolver.ts";
import { AnalyticsResolver } from "../system/analytics.resolver.ts";
import { RequestStatisticsResolver } from "../system/request-statistics.resolver.ts";
import { RetentionResolver } from "../system/retention.resolver.ts";
import { SystemResolver } from "../system/system.resolver.ts";
import { CredentialsResolver, SessionResolver } from "../users/credentials.resolver.ts";
import { PlexProfileResolver, PlexSignInResolver } from "../users/plex-sign-in.resolver.ts";
import { SetUpResolver } from "../users/set-up.resolver.ts";
import { SignInResolver } from "../users/sign-in.resolver.ts";
import { UserAdminResolver } from "../users/user-admin.resolver.ts";
import { UserResolver } from "../users/user.resolver.ts";
import { DateTime } from "./date-time.ts";
import { enforceAccess } from "./enforce-access.ts";

const resolvers = [
  UserResolver,
  UserAdminResolver,
  SetUpResolver,
  SignInResolver,
  PlexSignInResolver,
  PlexProfileResolver,
  CredentialsResolver,
  SessionResolver,
  AudiobookResolver,
  AudiobookCoverResolver,
  CatalogResolver,
  CatalogEntryResolver,
  CatalogEntryCoverResolver,
  RequestResolver,
  CreateRequestsResolver,
  RequestAdminResolver,
  ReleaseResolver,
  RequestChangesResolver,
  ViewerRequestResolver,
  UserRequestsResolver,
  JobResolver,
  JobScheduleResolver,
  ConfigurationResolver,
  FoldersResolver,
  NotificationResolver,
  PushSubscriptionResolver,
  AuditResolver,
  EncryptionResolver,
  BackupResolver,
  SystemResolver,
  RequestStatisticsResolver,
  RetentionResolver,
  AnalyticsResolver,
] as const;

/** @param emitTo where to write the schema as text, sorted; nowhere when left out. */
export async function makeSchema(emitTo?: string): Promise<GraphQLSchema> {
  // A field without a resolver of its own is read by graphql itself, which is cheaper for each cell of a list.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  const schema = await buildSchema({
    resolvers,
    validate: false,
    // TypeGraphQL asks for one as soon as there is a subscription; ours bring their own streams.
    pubSub: createPubSub(),
    scalarsMap: [{ type: Date, scalar: DateTime }],
    ...(emitTo ? { emitSchemaFile: { path: emitTo, sortedSchema: true } } : {}),
  });
  return enforceAccess(schema);
}
