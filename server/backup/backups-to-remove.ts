import type { StoredBackup } from "./backup-folder.ts";

/** How many days and weeks are kept, each by its newest good backup. */
const keptDays = 14;
const keptWeeks = 4;
/** How long what nobody has scheduled is kept at the least, and what failed its check. */
const keptMs = keptWeeks * 7 * 86_400_000;

/**
 * Which backups may go. Of the last 14 days that have a good one, and of the last 4 such weeks, the newest stays. What
 * somebody made by hand, what was made before a migration or a restore, and what is not known to be good goes after four
 * weeks. The newest good one of all stays whatever happens: those that nobody has checked, or that failed, do not count.
 */
export function backupsToRemove(backups: readonly StoredBackup[], now: Date): StoredBackup[] {
  const good = backups
    .filter(({ state }) => state === "good")
    .toSorted((one, other) => other.madeAt.getTime() - one.madeAt.getTime());
  const kept = new Set([...newestOfEach(good, dayOf, keptDays), ...newestOfEach(good, weekOf, keptWeeks)]);
  const isOld = ({ madeAt }: StoredBackup) => now.getTime() - madeAt.getTime() > keptMs;
  const isScheduled = ({ state, note }: StoredBackup) => state === "good" && note?.cause === "schedule";
  return backups.filter((backup) => !kept.has(backup) && (isScheduled(backup) || isOld(backup)));
}

/** @param newestFirst in this order. */
function newestOfEach(
  newestFirst: readonly StoredBackup[],
  of: (at: Date) => string | number,
  count: number,
): StoredBackup[] {
  const newest = new Map<string | number, StoredBackup>();
  for (const backup of newestFirst) if (!newest.has(of(backup.madeAt))) newest.set(of(backup.madeAt), backup);
  return [...newest.values()].slice(0, count);
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Weeks begin on Mondays; the first of January 1970 was a Thursday. */
const weekOf = (at: Date) => Math.floor((at.getTime() / 86_400_000 + 3) / 7);
