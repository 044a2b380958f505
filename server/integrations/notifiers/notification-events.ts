/** What people and admins can be told of. The names are stored, and so are never changed, only added to. */

/** Of a person's own request. */
export const personalEvents = ["request_approved", "request_denied", "request_available", "request_failed"] as const;

/** Of everything else that an admin may want to know. */
const adminEvents = [
  "request_awaiting_approval",
  "integration_down",
  "integration_up",
  "disk_low",
  "backup_failed",
  "backup_old",
  "key_rotation_due",
  "queue_stuck",
  "replica_away",
  "connections_low",
  "slow_queries",
] as const;

export const notificationEvents = [...personalEvents, ...adminEvents] as const;

/** What a person can be told of. */
export type PersonalEvent = (typeof personalEvents)[number];

/** What a channel can be told of. */
export type NotificationEvent = (typeof notificationEvents)[number];
