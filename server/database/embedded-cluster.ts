/**
 * The cluster on disk: `<dataDir>/postgres`, mode 0700, made whole or not at all.
 *
 * Invariant: `initdb` works in a directory beside it that is renamed when finished, so a kill leaves nothing that
 * looks like a cluster. Nothing here looks at whether a server runs; the caller does.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, lchown, lstat, mkdir, readFile, readdir, realpath, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type Account, command, spawnOptions } from "./embedded-account.ts";
import { PORT, SUPERUSER, isRunning } from "./embedded-postmaster.ts";
import { StartupError } from "./startup-error.ts";

type Warn = (level: "warn", message: string, facts?: object) => void;

/** The longest path of a socket in bytes: 107 on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;

/** Creates the data directory where it is missing, mode 0700, and returns the cluster's place in it without links. */
export async function locateCluster(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return join(await realpath(dataDir), "postgres");
}

/** User and group of the cluster directory; undefined when it does not exist or is empty. */
export async function findClusterOwner(clusterDir: string): Promise<{ uid: number; gid: number } | undefined> {
  const entries = await readdir(clusterDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries.length === 0) return undefined;
  const { uid, gid } = await lstat(clusterDir);
  return { uid, gid };
}

/**
 * Checks that an existing cluster can be used, and closes it to other users when a copy or a restore left it open.
 * @param version of the PostgreSQL that is to run, such as "18.4"; only the major version has to agree.
 * @throws {StartupError} when it is of another major version, not a cluster, or somebody else's.
 */
export async function checkCluster(clusterDir: string, account: Account, version: string, log: Warn): Promise<void> {
  const found = await readFile(join(clusterDir, "PG_VERSION"), "utf8").catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "ENOENT" ? "holds no PostgreSQL cluster" : `cannot be read by this user (${cause.code})`;
    throw new StartupError(`${clusterDir} ${why}. Move it away, or choose another DATA_DIR.`, { cause });
  });
  const [major] = version.split(".");
  if (found.trim() !== major) {
    throw new StartupError(
      `The database in ${clusterDir} was made by PostgreSQL ${found.trim()}, and this program brings ${version}. ` +
        "Go back to the program's version that made it and make a backup there; then move the directory away, " +
        "start this version and restore the backup.",
    );
  }
  const { mode, uid } = await lstat(clusterDir);
  if (uid !== account.uid) await giveTo(account, clusterDir);
  if (mode & 0o077) {
    await chmod(clusterDir, 0o700);
    log("warn", "The database directory was open to other users of this machine. It is closed now (mode 0700).", {
      directory: clusterDir,
      mode: (mode & 0o777).toString(8),
    });
  }
}

/**
 * Makes a cluster. When another process makes it first, theirs is kept.
 * @param durable whether to wait until it is on disk.
 * @throws {StartupError} with the last line of what `initdb` said.
 */
export async function createCluster(
  clusterDir: string,
  account: Account,
  initdb: string,
  durable: boolean,
): Promise<void> {
  await removeLeftovers(clusterDir);
  const staging = `${clusterDir}.new-${process.pid}`;
  await makeOwnDirectory(staging, account);
  try {
    await runInitdb(staging, account, initdb, durable);
    await rename(staging, clusterDir);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

/**
 * The directory for the server's socket, which only its account may enter: that is why `trust` is enough as the
 * authentication. It lies in the cluster directory unless its path would be too long for a socket.
 * @throws {StartupError} when the place for it is taken by somebody else.
 */
export async function prepareSocketDir(clusterDir: string, account: Account): Promise<string> {
  let directory = join(clusterDir, "run");
  if (Buffer.byteLength(join(directory, `.s.PGSQL.${PORT}.lock`)) > LONGEST_SOCKET_PATH) {
    const hash = createHash("sha256").update(clusterDir).digest("hex").slice(0, 16);
    directory = join(tmpdir(), `readmeabook-${account.uid}-${hash}`);
  }
  await makeOwnDirectory(directory, account);
  const { uid, mode } = await lstat(directory);
  if (uid !== account.uid || mode & 0o077) {
    throw new StartupError(`${directory} is open to other users or belongs to one. Remove it and start again.`);
  }
  return directory;
}

async function makeOwnDirectory(directory: string, account: Account): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
    await lchown(directory, account.uid, account.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Only root can, for example after node_modules moved to where another account has to be used. */
async function giveTo(account: Account, clusterDir: string): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new StartupError(
      `${clusterDir} belongs to another user. Start the program as that user, or change its owner.`,
    );
  }
  for (const entry of await readdir(clusterDir, { recursive: true })) {
    await lchown(join(clusterDir, entry), account.uid, account.gid);
  }
  await lchown(clusterDir, account.uid, account.gid);
}

/** What processes that were killed during `initdb` left behind. */
async function removeLeftovers(clusterDir: string): Promise<void> {
  const prefix = `${basename(clusterDir)}.new-`;
  for (const name of await readdir(dirname(clusterDir))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : 0;
    if (pid && (pid === process.pid || !isRunning(pid))) {
      await rm(join(dirname(clusterDir), name), { recursive: true, force: true });
    }
  }
}

async function runInitdb(directory: string, account: Account, initdb: string, durable: boolean): Promise<void> {
  const args = [
    "-D",
    account.confined ? "/proc/self/cwd" : directory,
    `--username=${SUPERUSER}`,
    "--auth=trust",
    // The builtin provider sorts the same on every host and image; a libc's order changes with its version.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
    "--encoding=UTF8",
    ...(durable ? [] : ["--no-sync"]),
  ];
  const child = spawn(...command(account, initdb, args), { ...spawnOptions(account, directory), stdio: "pipe" });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code === 0) return;
  const complaint = output.match(/^.*(?:error|FATAL|could not).*$/m)?.[0] ?? output.trim().split("\n").at(-1);
  throw new StartupError(
    `PostgreSQL could not make its database in ${dirname(directory)}: ${complaint}. ` +
      "Check that the disk has space (60 MB) and that the directory can be written.",
  );
}
