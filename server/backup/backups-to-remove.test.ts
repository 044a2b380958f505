import { describe, expect, it } from "vitest";
import type { BackupCause, StoredBackup } from "./backup-folder.ts";
import { backupsToRemove } from "./backups-to-remove.ts";

const day = 86_400_000;
/** A Wednesday. */
const now = new Date("2026-11-25T12:00:00Z");

function made(daysAgo: number, state: StoredBackup["state"] = "good", cause: BackupCause = "schedule"): StoredBackup {
  const madeAt = new Date(now.getTime() - daysAgo * day);
  const note = { cause, madeAt: madeAt.toISOString(), program: "1", rows: 1, checkedAt: null, reason: null };
  return { name: `${daysAgo} ${state} ${cause}`, path: "", sizeBytes: 1, madeAt, note, state };
}
const kept = (backups: StoredBackup[]) => {
  const removed = backupsToRemove(backups, now);
  return backups.filter((each) => !removed.includes(each)).map(({ name }) => Number(name.split(" ")[0]));
};

describe("the backups that are kept", () => {
  it("are the newest of each of 14 days, and of each of 4 weeks", () => {
    const nightly = Array.from({ length: 100 }, (_, index) => made(index));
    // Sundays before it: 3, 10, 17 days ago; the week of now counts too.
    expect(kept(nightly)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17]);
  });

  it("are one a day", () => {
    expect(kept([made(0), made(0.1), made(0.2), made(1)])).toEqual([0, 1]);
  });

  it("always have the newest good one, however old it is and whatever failed since", () => {
    const failing = Array.from({ length: 60 }, (_, index) => made(index, index % 2 ? "failed" : "unchecked"));
    expect(kept([...failing, made(400)])).toContain(400);
    expect(kept([...failing, made(400), made(401)])).not.toContain(failing.length);
    expect(kept([made(400), made(0, "failed")])).toEqual([400, 0]);
  });

  it("count days that have a good one: a server that was off for a year keeps what it had", () => {
    expect(kept(Array.from({ length: 20 }, (_, index) => made(365 + index))).length).toBeGreaterThanOrEqual(14);
  });

  it("have those made by hand, before a migration and before a restore for four weeks", () => {
    const causes = ["hand", "before_migration", "before_restore"] as const;
    const others = causes.flatMap((cause) => [made(20.5, "good", cause), made(29, "good", cause)]);
    const nightly = Array.from({ length: 14 }, (_, index) => made(index));
    expect(kept([...nightly, ...others]).filter((daysAgo) => daysAgo > 14)).toEqual([20.5, 20.5, 20.5]);
  });
});
