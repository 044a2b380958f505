import { registerEnumType } from "type-graphql";

/** Where a request is. The table in request.lifecycle.ts says which may follow which. */
export enum RequestStatus {
  AWAITING_APPROVAL = "awaiting_approval",
  PENDING = "pending",
  SEARCHING = "searching",
  DOWNLOADING = "downloading",
  PROCESSING = "processing",
  COMPLETED = "completed",
  FAILED = "failed",
  CANCELLED = "cancelled",
  DENIED = "denied",
}
registerEnumType(RequestStatus, { name: "RequestStatus", description: "Where a request is." });

/** Why a request waits. Not a status: it goes on by itself, or after the one action that removes the blocker. */
export enum BlockerKind {
  NOT_RELEASED_YET = "not_released_yet",
  NO_RELEASE_FOUND = "no_release_found",
  INDEXERS_UNAVAILABLE = "indexers_unavailable",
  NO_INDEXER_CONFIGURED = "no_indexer_configured",
  NO_DOWNLOAD_CLIENT = "no_download_client",
  CLIENT_UNREACHABLE = "client_unreachable",
  STALLED = "stalled",
  PATH_NOT_VISIBLE = "path_not_visible",
  DISK_FULL = "disk_full",
  NOT_IN_LIBRARY_YET = "not_in_library_yet",
  MEDIA_SERVER_UNREACHABLE = "media_server_unreachable",
}
registerEnumType(BlockerKind, { name: "BlockerKind", description: "Why a request waits." });
