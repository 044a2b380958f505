/** Every kind of background work. The names are those of the schema document, and of those beside it. */
import { applyRetention } from "./apply-retention.job.ts";
import { backUp } from "./back-up.job.ts";
import { checkIntegrationsJob } from "./check-integrations.job.ts";
import { checkPlexAccess } from "./check-plex-access.job.ts";
import { deadJob } from "./dead-job.job.ts";
import type { Job } from "./job.ts";
import { matchPlex } from "./match-plex.job.ts";
import { monitorDownload } from "./monitor-download.job.ts";
import { organizeFiles } from "./organize-files.job.ts";
import { reconcileRequests } from "./reconcile-requests.job.ts";
import { refreshCatalog } from "./refresh-catalog.job.ts";
import { removeDownload } from "./remove-download.job.ts";
import { rotateKeysJob } from "./rotate-keys.job.ts";
import { scanPlex } from "./scan-plex.job.ts";
import { searchIndexers } from "./search-indexers.job.ts";
import { sealAuditJob } from "./seal-audit.job.ts";
import { sendNotificationJob } from "./send-notification.job.ts";
import { startDownload } from "./start-download.job.ts";
import { syncLibraryJob } from "./sync-library.job.ts";
import { wakeRequests } from "./wake-requests.job.ts";
import { watchOver } from "./watch-over.job.ts";

export const jobs = {
  search_indexers: searchIndexers,
  start_download: startDownload,
  monitor_download: monitorDownload,
  organize_files: organizeFiles,
  scan_plex: scanPlex,
  match_plex: matchPlex,
  remove_download: removeDownload,
  reconcile_requests: reconcileRequests,
  wake_requests: wakeRequests,
  sync_library: syncLibraryJob,
  check_plex_access: checkPlexAccess,
  check_integrations: checkIntegrationsJob,
  refresh_catalog: refreshCatalog,
  seal_audit: sealAuditJob,
  rotate_keys: rotateKeysJob,
  back_up: backUp,
  apply_retention: applyRetention,
  send_notification: sendNotificationJob,
  watch_over: watchOver,
  dead_job: deadJob,
} satisfies Record<string, Job<any>>;

/** The name of a job: its queue, and `jobs.type`. */
export type JobName = keyof typeof jobs;
