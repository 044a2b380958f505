import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import type { JobName } from "../jobs/registry.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";

/** One status of the state machine. */
export interface StatusDefinition {
  /** What is to be done in it, in order. */
  readonly jobs: readonly JobName[];
  readonly to: readonly RequestStatus[];
  /** What it may wait for. */
  readonly blockers: readonly BlockerKind[];
  /** What the book's availability says meanwhile. */
  readonly availability: AvailabilityStatus;
}

const { AWAITING_APPROVAL, PENDING, SEARCHING, DOWNLOADING, PROCESSING, COMPLETED, FAILED, CANCELLED, DENIED } =
  RequestStatus;

/** Which status may follow which, and what is done in each. The README draws it. */
export const lifecycle: Readonly<Record<RequestStatus, StatusDefinition>> = {
  [AWAITING_APPROVAL]: {
    jobs: [],
    to: [PENDING, DOWNLOADING, DENIED, CANCELLED, COMPLETED],
    blockers: [],
    availability: AvailabilityStatus.UNKNOWN,
  },
  [PENDING]: {
    jobs: ["search_indexers"],
    to: [SEARCHING, DOWNLOADING, PROCESSING, COMPLETED, CANCELLED, FAILED],
    blockers: [
      BlockerKind.NOT_RELEASED_YET,
      BlockerKind.NO_RELEASE_FOUND,
      BlockerKind.INDEXERS_UNAVAILABLE,
      BlockerKind.NO_INDEXER_CONFIGURED,
    ],
    availability: AvailabilityStatus.REQUESTED,
  },
  [SEARCHING]: {
    jobs: ["search_indexers"],
    to: [PENDING, DOWNLOADING, COMPLETED, FAILED, CANCELLED],
    blockers: [],
    availability: AvailabilityStatus.REQUESTED,
  },
  [DOWNLOADING]: {
    jobs: ["start_download", "monitor_download"],
    to: [PROCESSING, PENDING, COMPLETED, FAILED, CANCELLED],
    blockers: [BlockerKind.CLIENT_UNREACHABLE, BlockerKind.STALLED, BlockerKind.NO_DOWNLOAD_CLIENT],
    availability: AvailabilityStatus.DOWNLOADING,
  },
  [PROCESSING]: {
    jobs: ["organize_files", "scan_plex", "match_plex"],
    to: [COMPLETED, PENDING, DOWNLOADING, FAILED, CANCELLED],
    blockers: [
      BlockerKind.NO_DOWNLOAD_CLIENT,
      BlockerKind.CLIENT_UNREACHABLE,
      BlockerKind.PATH_NOT_VISIBLE,
      BlockerKind.DISK_FULL,
      BlockerKind.NOT_IN_LIBRARY_YET,
      BlockerKind.MEDIA_SERVER_UNREACHABLE,
    ],
    availability: AvailabilityStatus.PROCESSING,
  },
  [COMPLETED]: {
    jobs: [],
    to: [PENDING, AWAITING_APPROVAL, DOWNLOADING],
    blockers: [],
    availability: AvailabilityStatus.AVAILABLE,
  },
  [FAILED]: {
    jobs: [],
    to: [PENDING, AWAITING_APPROVAL, COMPLETED],
    blockers: [],
    availability: AvailabilityStatus.FAILED,
  },
  [CANCELLED]: { jobs: [], to: [PENDING, AWAITING_APPROVAL], blockers: [], availability: AvailabilityStatus.UNKNOWN },
  [DENIED]: { jobs: [], to: [PENDING, AWAITING_APPROVAL], blockers: [], availability: AvailabilityStatus.UNKNOWN },
};

/** A request that is on its way: it has a job due, or waits for its next try. */
export function isLive(status: RequestStatus): boolean {
  return lifecycle[status].jobs.length > 0;
}

/** What another setting may put right: a request that waits with one of these is tried as soon as a setting changes. */
export const settledBySettings: readonly BlockerKind[] = [
  BlockerKind.NO_INDEXER_CONFIGURED,
  BlockerKind.INDEXERS_UNAVAILABLE,
  BlockerKind.NO_DOWNLOAD_CLIENT,
  BlockerKind.CLIENT_UNREACHABLE,
  BlockerKind.PATH_NOT_VISIBLE,
  BlockerKind.DISK_FULL,
  BlockerKind.MEDIA_SERVER_UNREACHABLE,
];
