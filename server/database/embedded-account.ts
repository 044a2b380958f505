/**
 * As whom PostgreSQL runs. It refuses to be root, and `initdb` refuses a user without an entry in /etc/passwd, so:
 *
 * - an ordinary user runs it as itself;
 * - root runs it as "nobody", who owns the cluster directory and nothing else;
 * - where nobody cannot reach the programs (node_modules below a 0700 /root), or the user has no name, a user namespace
 *   makes PostgreSQL believe that it is nobody, while its files belong to the user who started the program.
 */
import { type SpawnOptions, spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { StartupError } from "./startup-error.ts";

/** How to run a program of PostgreSQL, and who then owns its files. */
export interface Account {
  uid: number;
  gid: number;
  /** Commands that each execute the next, ahead of the program; they keep the process id. */
  prefix: readonly string[];
  /** Whether the programs cannot walk the path to the cluster and must be started inside of it. */
  confined: boolean;
}

/** The account, and the version such as "18.4" of the PostgreSQL that was seen to run under it. */
export interface RunnableAccount {
  account: Account;
  version: string;
}

const NOBODY = 65534;
/** Nothing else of our environment: it may hold secrets, and SQL of a superuser can read the server's. */
const ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * Picks the first account under which the program runs.
 * @param owner user and group of the cluster directory where there is one: root goes on as them.
 * @throws {StartupError} when there is none.
 */
export function chooseAccount(postgres: string, owner?: { uid: number; gid: number }): RunnableAccount {
  let complaint = "";
  for (const account of candidates(owner)) {
    const probe = spawnSync(...command(account, postgres, ["--version"]), {
      ...spawnOptions(account, "/"),
      encoding: "utf8",
    });
    const version = /PostgreSQL\) ([\d.]+)/.exec(probe.stdout ?? "")?.[1];
    if (probe.status === 0 && version) return { account: withDeathSignal(account), version };
    complaint = probe.error?.message ?? probe.stderr.trim();
  }
  const asRoot = process.getuid?.() === 0 ? " Start the program as an ordinary user instead of root, or" : " Please";
  throw new StartupError(
    `PostgreSQL in ${postgres} does not run here: ${complaint || "no user to run it as"}.` +
      `${asRoot} set DATABASE_URL to a PostgreSQL server of your own.`,
  );
}

/** The program and the arguments to give to `spawn`, `prefix` included. */
export function command(account: Account, program: string, args: readonly string[]): [string, string[]] {
  const [first = program, ...rest] = [...account.prefix, program, ...args];
  return [first, rest];
}

/** What `spawn` needs to become the account, with `cwd` entered before the privileges are dropped. */
export function spawnOptions(account: Account, cwd: string): SpawnOptions & { cwd: string } {
  const drops = account.uid !== process.getuid?.();
  return { cwd, env: ENVIRONMENT, ...(drops && { uid: account.uid, gid: account.gid }) };
}

function candidates(owner?: { uid: number; gid: number }): Account[] {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, confined: false };
  const mapped = { ...self, prefix: ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`] };
  if (self.uid !== 0) return hasName() ? [{ ...self, prefix: [] }] : [mapped];
  if (process.platform !== "linux") return [];
  const other = owner && owner.uid !== 0 ? owner : { uid: NOBODY, gid: NOBODY };
  return [{ ...other, prefix: [], confined: true }, mapped];
}

/** `setpriv` (util-linux) lets the kernel tell PostgreSQL to shut down when we die, however we die. */
function withDeathSignal(account: Account): Account {
  const deathSignal = ["setpriv", "--pdeathsig", "INT"];
  const works = spawnSync("setpriv", ["--pdeathsig", "INT", "true"], { env: ENVIRONMENT }).status === 0;
  // Last in the chain: changing the user, or entering a namespace, clears the signal.
  return works ? { ...account, prefix: [...account.prefix, ...deathSignal] } : account;
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}
