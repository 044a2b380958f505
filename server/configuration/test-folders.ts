/** Whether the folders that an owner names will do: they are there, finished books can be put there, and without a copy. */
import { link, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DomainError } from "../errors.ts";
import { assertTakesBooks } from "../integrations/media-servers/library-folder.ts";

/** What was found out about the folder of a setting. */
export interface FolderTest {
  readonly key: string;
  readonly ok: boolean;
  /** A sentence: what it is like, or what is wrong and what to do. */
  readonly message: string;
}

/** Tries both folders with files of its own, which are gone afterwards. */
export async function testFolders(downloads: string, library: string): Promise<FolderTest[]> {
  const [ofDownloads, ofLibrary] = [await tryDownloads(downloads), await tryLibrary(library)];
  const tests = [
    { key: "paths.downloads", ...ofDownloads },
    { key: "paths.media_library", ...ofLibrary },
  ];
  if (!ofDownloads.ok || !ofLibrary.ok || !ofDownloads.takesFiles) return tests.map(plain);
  const linking = (await canLink(downloads, library))
    ? "Books are hard-linked into it: they take no room twice, and torrents go on seeding."
    : "It is on another file system than the downloads: books are copied into it, and take room twice while their torrents are kept.";
  return tests.map((test) =>
    plain(test.key === "paths.media_library" ? { ...test, message: `${test.message} ${linking}` } : test),
  );
}

const plain = ({ key, ok, message }: FolderTest): FolderTest => ({ key, ok, message });

async function tryLibrary(folder: string) {
  try {
    await assertTakesBooks(folder);
    return { ok: true, message: `The media library ${folder} can be written to.` };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ok: false, message: error.message };
  }
}

/** It must be readable; whether it takes files matters only where this server is the one that downloads. */
async function tryDownloads(folder: string) {
  try {
    await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const message = sentences[code]?.(folder) ?? `The downloads folder ${folder} cannot be read (${code}).`;
    return { ok: false, takesFiles: false, message };
  }
  const takesFiles = await mkdtemp(join(folder, ".readmeabook-check-")).then(
    (made) => rm(made, { recursive: true }).then(() => true),
    () => false,
  );
  return {
    ok: true,
    takesFiles,
    message: takesFiles
      ? `The downloads folder ${folder} can be read and written to.`
      : `The downloads folder ${folder} can be read, and not written to: that will do unless the embedded client is to download into it.`,
  };
}

const sentences: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) =>
    `The downloads folder ${folder} does not exist, as this server sees it. Create it, mount its disk, or choose another one.`,
  ENOTDIR: (folder) => `The downloads folder ${folder} is not a folder. Choose another one.`,
  EACCES: (folder) =>
    `This server may not read the downloads folder ${folder}. Let the user that it runs as (${process.getuid?.() ?? "see its service"}) read it.`,
};

async function canLink(downloads: string, library: string): Promise<boolean> {
  const made = await Promise.all([downloads, library].map((folder) => mkdtemp(join(folder, ".readmeabook-check-"))));
  const [from, to] = made.map((folder) => join(folder, "file"));
  try {
    await writeFile(from!, "");
    await link(from!, to!);
    return true;
  } catch {
    return false;
  } finally {
    for (const folder of made) await rm(folder, { recursive: true, force: true });
  }
}
