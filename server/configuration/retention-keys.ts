import { z } from "zod";
import type { ConfigurationKey } from "./configuration-keys.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";

/** After how many days something goes. @param least of those that are not 0. */
const forDays = (label: string, days: number, description: string, least = 1): ConfigurationKey => ({
  category: ConfigurationCategory.RETENTION,
  label,
  secret: false,
  default: String(days),
  schema: z
    .string()
    .regex(/^\d{1,5}$/, "Give whole days, such as 90; 0 to keep for ever.")
    .refine(
      (text) => Number(text) === 0 || Number(text) >= least,
      `Give at least ${least} days, or 0 to keep for ever.`,
    ),
  number: { least: 0, most: 99_999, unit: "days" },
  description,
});

/** After how many days what is old leaves, one setting a kind (database/retention.ts). */
export const retentionKeys: Readonly<Record<string, ConfigurationKey>> = {
  "retention.requests_days": forDays(
    "Completed requests",
    90,
    "After so many days a completed request leaves the lists. It is kept as archived, with its history, and comes back when somebody asks for the book again. 0: never.",
  ),
  "retention.jobs_days": forDays(
    "Jobs",
    30,
    "After so many days a job that is over is moved to the archive: 8 at the least, for the queue itself remembers seven. 0: never.",
    8,
  ),
  "retention.candidates_days": forDays(
    "Releases that were not chosen",
    180,
    "After so many days what a search found and nobody took is deleted, once its request is over. What was downloaded is kept for ever. 0: never.",
  ),
  "retention.events_days": forDays(
    "Timelines",
    0,
    "After so many days the lines of a request's timeline are deleted, once the request is over. 0: never.",
  ),
  "retention.sessions_days": forDays(
    "Sign-ins that have run out",
    30,
    "So many days after it has run out, a browser's sign-in is deleted. 0: never.",
  ),
  "retention.plex_sign_ins_days": forDays(
    "Sign-ins with Plex that were not finished",
    1,
    "So many days after its time was up, a sign-in with Plex that nobody finished is deleted. 0: never.",
  ),
  "retention.notifications_days": forDays(
    "Notifications",
    30,
    "After so many days a message that was sent, or given up, is deleted. 0: never.",
  ),
  "retention.rate_limits_days": forDays(
    "Counts of refused sign-ins",
    1,
    "So many days after it has ended, a count of what strangers tried is deleted. 0: never.",
  ),
  "retention.audit_days": forDays(
    "Audit",
    0,
    "After so many days the oldest records of the audit are cut off; that of what remains nothing was changed can still be verified. 0: never.",
  ),
};
