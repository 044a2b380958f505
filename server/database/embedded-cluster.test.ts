import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chooseAccount } from "./embedded-account.ts";
import { createCluster } from "./embedded-cluster.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { StartupError } from "./startup-error.ts";

let base: string;
let dataDir: string;
let cluster: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "embedded-"));
  dataDir = join(base, "data");
  cluster = join(dataDir, "postgres");
});

afterEach(() => rm(base, { recursive: true, force: true }));

async function refusal(settings: Record<string, string> = {}): Promise<string> {
  const started = startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: "off", ...settings } });
  const error = await started.then(
    (postgres) => postgres.stop(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartupError);
  return (error as StartupError).message;
}

describe("a cluster that cannot be used", () => {
  it("is refused with what to do when another major version made it", async () => {
    await mkdir(cluster, { recursive: true, mode: 0o700 });
    await writeFile(join(cluster, "PG_VERSION"), "15\n");
    expect(await refusal()).toMatch(/was made by PostgreSQL 15, and this program brings 18\.\d+\. Go back/);
  });

  it("is left alone when it is something else", async () => {
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, "diary.txt"), "dear");
    expect(await refusal()).toContain("holds no PostgreSQL cluster. Move it away");
    expect(await readdir(cluster)).toEqual(["diary.txt"]);
  });

  it("is refused with its place when that is not a directory", async () => {
    await writeFile(dataDir, "");
    expect(await refusal()).toContain(`The database in ${dataDir} cannot be started: `);
  });

  it("is refused with PostgreSQL's reason when it does not take a setting", async () => {
    expect(await refusal({ shared_buffers: "plenty" })).toMatch(
      /did not start: invalid value .*"plenty".*postgres\.log/,
    );
  });
});

describe("createCluster", () => {
  it("leaves no half of a cluster behind when it fails", async () => {
    const account = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, prefix: [], confined: false };
    const initdb = join(base, "initdb");
    await mkdir(dataDir);
    await writeFile(initdb, "#!/bin/sh\necho could not write: No space left on device\nexit 1\n", { mode: 0o755 });
    await expect(createCluster(cluster, account, initdb, false)).rejects.toThrow(
      /could not write: No space left on device\. Check that the disk has space/,
    );
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe("chooseAccount", () => {
  it("says what to do when PostgreSQL does not run on this machine", () => {
    expect(() => chooseAccount("/nowhere/postgres")).toThrow(
      /^PostgreSQL in \/nowhere\/postgres does not run here: .*DATABASE_URL/s,
    );
  });
});
