/** Recognises a book that an earlier try has already put in its place, without leaving a mark in people's libraries. */
import { lstat, open, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { audioExtensions } from "../integrations/audio-files.ts";
import type { ImportPlan, PlannedFile } from "./import-plan.ts";
import { isSame } from "./take-file.ts";

/** How many files got there by which way. */
export interface TakenFiles {
  readonly linked: number;
  /** Reflinks included: they are files of their own. */
  readonly copied: number;
}

/**
 * Says how the plan's files got to that folder when it holds exactly them: same names, same sizes, and each one the
 * same file as its source or the same byte for byte (a source that is gone by now is not asked). Files that media servers
 * add do not matter, other audio does. Null when it is something else, or not there.
 */
export async function findPlaced(folder: string, plan: ImportPlan): Promise<TakenFiles | null> {
  const found = await lstat(folder).catch(() => null);
  if (!found?.isDirectory()) return null;
  const planned = new Set(plan.files.map((file) => file.to));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!planned.has(name) && audioExtensions.has(extname(name).toLowerCase())) return null;
  }
  let linked = 0;
  for (const file of plan.files) {
    const way = await compare(file, join(folder, file.to));
    if (way === "different") return null;
    if (way === "linked") linked++;
  }
  return { linked, copied: plan.files.length - linked };
}

async function compare(file: PlannedFile, placed: string): Promise<"linked" | "copied" | "different"> {
  const there = await lstat(placed, { bigint: true }).catch(() => null);
  if (!there?.isFile() || there.size !== BigInt(file.sizeBytes)) return "different";
  const source = await lstat(file.from, { bigint: true }).catch(() => null);
  if (!source) return "copied";
  if (isSame(there, source)) return "linked";
  return source.isFile() && (await haveSameBytes(file.from, placed)) ? "copied" : "different";
}

async function haveSameBytes(a: string, b: string): Promise<boolean> {
  await using one = await open(a, "r");
  await using other = await open(b, "r");
  const left = Buffer.alloc(1 << 20);
  const right = Buffer.alloc(1 << 20);
  for (let position = 0; ;) {
    const [{ bytesRead }, { bytesRead: again }] = await Promise.all([
      one.read(left, 0, left.length, position),
      other.read(right, 0, right.length, position),
    ]);
    if (bytesRead !== again || !left.subarray(0, bytesRead).equals(right.subarray(0, again))) return false;
    if (bytesRead === 0) return true;
    position += bytesRead;
  }
}
