/** What helps against each blocker, and who can do it. */
import type { BlockerKind } from "../graphql/generated/graphql.ts";

/** A remedy, apart from trying again, which everybody may. */
export interface Remedy {
  /** The section of the settings where an admin puts it right. */
  readonly settings?: "DOWNLOAD_CLIENT" | "INDEXER" | "MEDIA_SERVER" | "PATHS";
  /** Whoever may pick a release looks at the candidates, or searches with other words. */
  readonly hasCandidates?: true;
  /** To try again means to search again. */
  readonly isSearch?: true;
}

const remedies: Readonly<Record<BlockerKind, Remedy>> = {
  CLIENT_UNREACHABLE: { settings: "DOWNLOAD_CLIENT" },
  DISK_FULL: { settings: "PATHS" },
  INDEXERS_UNAVAILABLE: { settings: "INDEXER", isSearch: true },
  MEDIA_SERVER_UNREACHABLE: { settings: "MEDIA_SERVER" },
  NOT_IN_LIBRARY_YET: {},
  NOT_RELEASED_YET: { isSearch: true },
  NO_DOWNLOAD_CLIENT: { settings: "DOWNLOAD_CLIENT" },
  NO_INDEXER_CONFIGURED: { settings: "INDEXER", isSearch: true },
  NO_RELEASE_FOUND: { hasCandidates: true, isSearch: true },
  PATH_NOT_VISIBLE: { settings: "PATHS" },
  STALLED: { hasCandidates: true },
};

/** @returns what helps against it. */
export function remedyOf(kind: BlockerKind): Remedy {
  return remedies[kind];
}
