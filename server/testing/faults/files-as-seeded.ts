/** Whether the files of the library and of the download client are those that were seeded. */
import { readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { digestsOf } from "./digests.ts";
import type { Aftermath } from "./nothing-lost.ts";

/** @param wanted the downloads that the database knows, by their info hashes. @returns what is wrong, a line each. */
export async function compareDownloads(
  { data, downloads, owner, books }: Aftermath,
  wanted: readonly { readonly hash: string; readonly is_over: boolean }[],
): Promise<string[]> {
  const added = await owner.listAdded({ data, downloads });
  const seeded = new Set([...books.values()].map((digests) => digests.join()));
  const problems: string[] = [];
  for (const { hash } of wanted) {
    const { length } = added.filter(({ infoHash }) => infoHash === hash);
    if (length !== 1) problems.push(`${hash} is in the download client ${length} times`);
  }
  for (const { infoHash, name, isMarked, isSeeding, contentPath } of added) {
    const download = wanted.find(({ hash }) => hash === infoHash);
    if (!download) problems.push(`nobody wants “${name}”`);
    if (!isMarked) problems.push(`“${name}” is not marked as ours`);
    if (!download?.is_over) continue;
    if (!isSeeding) problems.push(`“${name}” is not seeded`);
    const folder = (await stat(contentPath)).isDirectory() ? contentPath : dirname(contentPath);
    if (!seeded.has((await digestsOf(folder)).join()))
      problems.push(`what the download client has of “${name}” was changed`);
  }
  return problems;
}

/** @param wanted the books that are there as the database says, and their folders. @returns what is wrong, a line each. */
export async function compareLibrary(
  { library, books }: Aftermath,
  wanted: readonly { readonly title: string; readonly path: string | null }[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const { title, path } of wanted) {
    const found = path === null ? [] : await digestsOf(path).catch(() => []);
    if (found.join() !== (books.get(title) ?? []).join() || found.length === 0)
      problems.push(`“${title}” has other files (${found.length} in ${path}) than were seeded`);
  }
  const entries = await readdir(library, { recursive: true, withFileTypes: true });
  const paths = wanted.map(({ path }) => path);
  for (const folder of new Set(entries.filter((entry) => entry.isFile()).map(({ parentPath }) => parentPath)))
    if (!paths.some((path) => path !== null && `${folder}/`.startsWith(`${path}/`)))
      problems.push(`${folder} is no book's that is there`);
  return problems;
}
