/** One set of words, colours and pictures for how a job stands. */
import i18next from "i18next";
import type { JobStatus } from "../graphql/generated/graphql.ts";
import type { IconName } from "../ui/icon.tsx";
import { formatDuration } from "../ui/format.ts";
import { jobs as words } from "./words.en.ts";

/** Every kind of job that has a name of its own. */
export const jobTypes = Object.keys(words.types) as (keyof typeof words.types)[];
/** In the order in which they are offered. */
export const jobStatuses = Object.keys(words.states) as JobStatus[];

/** The colour and the picture of each status. */
export const jobTones: Readonly<Record<JobStatus, { readonly tone: string; readonly icon: IconName }>> = {
  PENDING: { tone: "waits", icon: "clock" },
  ACTIVE: { tone: "moving", icon: "gear" },
  COMPLETED: { tone: "shelf", icon: "check" },
  FAILED: { tone: "failed", icon: "warning" },
  DELAYED: { tone: "waits", icon: "clock" },
  STUCK: { tone: "failed", icon: "warning" },
  CANCELLED: { tone: "over", icon: "cross" },
};

/** @returns what people call a kind of job; of one that this version does not know, its own name. */
export function jobName(type: string): string {
  const known = jobTypes.find((each) => each === type);
  return known ? i18next.t(`types.${known}`, { ns: "jobs" }) : type.replaceAll("_", " ");
}

/** @returns how long it ran, or runs so far; null before it began. */
export function jobDuration({ startedAt, completedAt }: Times, now = new Date()): string | null {
  if (!startedAt) return null;
  const seconds = ((completedAt ? new Date(completedAt) : now).getTime() - new Date(startedAt).getTime()) / 1000;
  return seconds < 1 ? i18next.t("moment", { ns: "jobs" }) : formatDuration(seconds);
}

interface Times {
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}
