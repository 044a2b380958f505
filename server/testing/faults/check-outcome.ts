/** What must be so after a killed run: nothing is there twice, nothing is damaged, and the history is what the queue did. */
import { readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Client } from "pg";
import { eventually } from "../eventually.ts";
import { compareJobHistory } from "../job-history.ts";
import type { ClientOwner } from "./client-owner.ts";
import { digestsOf } from "./digests.ts";
import { embeddedAddress } from "./embedded-address.ts";

/** The folders of a run. Absolute. */
export interface Places {
  readonly data: string;
  readonly library: string;
  readonly downloads: string;
}

/** @param book the folder of its files, as they were seeded. @returns what is wrong, a sentence each. */
export async function checkOutcome(places: Places, owner: ClientOwner, book: string): Promise<string[]> {
  const wanted = await digestsOf(book);
  const problems = await Promise.all([
    checkLibrary(places.library, wanted),
    checkDownload(places, owner, wanted),
    checkJobs(places.data),
  ]);
  return problems.flat();
}

async function checkLibrary(library: string, wanted: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  const entries = await readdir(library, { recursive: true, withFileTypes: true });
  const folders = new Set(entries.filter((entry) => entry.isFile()).map((entry) => entry.parentPath));
  if (folders.size !== 1)
    problems.push(`The library has ${folders.size} folders with files: ${[...folders].join(", ")}.`);
  const found = await digestsOf(library);
  if (found.join() !== wanted.join())
    problems.push(`The library has other files (${found.length}) than the release (${wanted.length}).`);
  return problems;
}

/** A client may need some seconds until it offers what it has. */
async function checkDownload(places: Places, owner: ClientOwner, wanted: readonly string[]): Promise<string[]> {
  return until(async () => {
    const added = await owner.listAdded(places);
    if (added.length !== 1) return [`The download client has ${added.length} torrents of ours.`];
    const [{ name, isMarked, isSeeding, contentPath }] = added as [(typeof added)[0]];
    const problems: string[] = [];
    if (!isMarked) problems.push(`“${name}” is not marked as ours in the download client.`);
    if (!isSeeding) problems.push(`The download client does not seed “${name}”.`);
    const found = await digestsOf((await stat(contentPath)).isDirectory() ? contentPath : dirname(contentPath));
    if (found.join() !== wanted.join()) problems.push(`What the download client has of “${name}” was changed.`);
    return problems;
  }, 15_000);
}

/** Every job of pg-boss has its row in the history, and the two agree; at the latest some seconds later. */
export async function checkJobs(dataDir: string): Promise<string[]> {
  const client = new Client(await embeddedAddress(dataDir));
  await client.connect();
  try {
    return await until(() => compareJobHistory(async (statement) => (await client.query(statement)).rows), 6_000);
  } finally {
    await client.end();
  }
}

/** @returns the problems that are left when the time is over. */
async function until(findProblems: () => Promise<string[]>, timeoutMs: number): Promise<string[]> {
  try {
    return await eventually(async () => {
      const problems = await findProblems();
      if (problems.length > 0) throw new Error(problems.join(" "));
      return problems;
    }, timeoutMs);
  } catch (error) {
    return [(error as Error).message];
  }
}
