/**
 * The folder that a demo works in, with a note in it that says so. Invariants: nothing is deleted in a folder without that
 * note; one demo at a time has the folder.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A folder that is this demo's until it is released. */
export interface DemoFolder {
  /** DATA_DIR of the server. */
  readonly server: string;
  /** Where the sandbox keeps its things. */
  readonly world: string;
  readonly downloads: string;
  readonly library: string;
  readonly logFile: string;
  /** Made up once, and kept with the data. */
  readonly account: { readonly username: string; readonly password: string };
  release(): Promise<void>;
}

const note = z.object({ pid: z.int().nullable(), account: z.object({ username: z.string(), password: z.string() }) });

const NOTE = "demo.json";
const OURS = { server: "server", world: "world", downloads: "downloads", library: "library", logFile: "server.log" };

/**
 * Takes the folder, and empties it of what an earlier demo left.
 * @param dir absolute; made when it is not there.
 * @throws Error with a sentence when the folder is somebody else's, or another demo runs in it.
 */
export async function takeDemoFolder(dir: string, keepData: boolean): Promise<DemoFolder> {
  await mkdir(dir, { recursive: true });
  const file = join(dir, NOTE);
  const before = await readNote(file);
  if (!before && (await readdir(dir)).length > 0) {
    throw new Error(`${dir} holds something that no demo has put there. Set DEMO_DIR to an empty folder.`);
  }
  if (before?.pid && before.pid !== process.pid && isRunning(before.pid)) {
    throw new Error(
      `A demo runs in ${dir} already (process ${before.pid}). End it, or set DEMO_DIR to another folder.`,
    );
  }
  const account = (keepData && before?.account) || {
    username: "demo",
    password: randomBytes(12).toString("base64url"),
  };
  const write = (pid: number | null) => writeFile(file, JSON.stringify({ pid, account }), { mode: 0o600 });
  await write(process.pid);

  const paths = { ...OURS };
  for (const [key, name] of Object.entries(OURS)) {
    const path = join(dir, name);
    paths[key as keyof typeof OURS] = path;
    // A database that was killed may still be putting its things away.
    if (!keepData) await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
  await mkdir(paths.downloads, { recursive: true });
  await mkdir(paths.library, { recursive: true });
  return { ...paths, account, release: () => write(null) };
}

async function readNote(file: string): Promise<z.infer<typeof note> | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return note.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is not the note of a demo. Set DEMO_DIR to another folder.`, { cause });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
