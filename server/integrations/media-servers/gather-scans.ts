/**
 * Makes few scans of many: when a download client finishes a dozen books at once, Plex is to go through their folders once,
 * and not to queue a dozen scans. Whoever asks within a moment is answered by what was asked for all of them.
 */
import { isInside } from "../path-mappings.ts";
import { commonFolder } from "./plex-book.ts";

/** A job's batch asks within milliseconds; a person does not notice the wait. */
const gatherMs = 300;
/** More scans than that are slower than one of the folder that holds them all. */
const mostScans = 5;

interface Wish {
  readonly path: string;
  readonly signal: AbortSignal;
  settle(result: PromiseSettledResult<void>): void;
}

/**
 * @param scanAll scans different paths, and says for each of them, in their order, how that went. Its signal is aborted
 * when nobody waits any more.
 */
export function gatherScans(
  scanAll: (paths: readonly string[], signal: AbortSignal) => Promise<PromiseSettledResult<void>[]>,
): (path: string, signal: AbortSignal) => Promise<void> {
  let wishes: Wish[] = [];

  async function run(): Promise<void> {
    const present = wishes.filter(({ signal }) => !signal.aborted);
    wishes = [];
    if (present.length === 0) return;
    const left = new AbortController();
    for (const { signal } of present)
      signal.addEventListener("abort", () => {
        if (present.every((wish) => wish.signal.aborted)) left.abort(signal.reason);
      });
    const paths = [...new Set(present.map(({ path }) => path))];
    const results = await scanAll(paths, left.signal).catch((reason: unknown) =>
      paths.map(() => ({ status: "rejected", reason }) as const),
    );
    for (const { path, settle } of present) settle(results[paths.indexOf(path)]!);
  }

  return (path, signal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      if (wishes.length === 0) setTimeout(() => void run(), gatherMs);
      const settle: Wish["settle"] = (result) =>
        result.status === "fulfilled" ? resolve() : reject(result.reason as Error);
      wishes.push({ path, signal, settle });
    });
}

/**
 * Which folders to scan so that all of these are: none twice, none within another, and where there are many in one of
 * the library's places, the one folder that holds them all.
 * @param roots the library's places; each folder lies in one of them.
 */
export function foldersToScan(folders: readonly string[], roots: readonly string[]): string[] {
  const different = [...new Set(folders)];
  const outer = different.filter((each) => !different.some((other) => other !== each && isInside(each, other)));
  const byRoot = Map.groupBy(outer, (each) => roots.find((root) => isInside(each, root)) ?? "");
  return [...byRoot].flatMap(([root, group]) => {
    if (group.length <= mostScans) return group;
    const common = group.reduce(commonFolder);
    return isInside(common, root) ? common : root;
  });
}
