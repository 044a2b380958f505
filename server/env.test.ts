import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EnvironmentError, readEnv } from "./env.ts";

const folder = mkdtempSync(join(tmpdir(), "readmeabook-env-"));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as Error).message.split("\n").slice(1);
  }
  return [];
}

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");

describe("the environment", () => {
  it("needs nothing to be set", () => {
    expect(readEnv({ PORT: "", PATH: "/bin" })).toEqual({
      port: 4000,
      host: "127.0.0.1",
      dataDir: join(process.cwd(), "data"),
      databaseUrl: null,
      databaseReplicaUrls: [],
      databaseRoles: null,
      encryptionKeys: null,
      publicUrl: null,
      trustedProxies: [],
      metricsToken: null,
      traceCollector: null,
      logLevel: "info",
      role: "all",
    });
  });

  it("has replicas of an outer database alone", () => {
    const [one, two] = ["postgres://u:p@one/books", "postgres://u:p@two:5433/books"] as const;
    const DATABASE_URL = "postgres://u:p@primary/books";
    expect(readEnv({ DATABASE_URL, DATABASE_REPLICA_URLS: `${one}, ${two}` }).databaseReplicaUrls).toEqual([one, two]);
    expect(problemsOf({ DATABASE_REPLICA_URLS: one })).toEqual([
      "  - DATABASE_REPLICA_URLS needs DATABASE_URL: the embedded database has no replicas",
    ]);
  });

  it("goes with a role on the command line", () => {
    expect(readEnv({}, ["--role", "web"]).role).toBe("web");
    expect(readEnv({}, ["--role=worker"]).role).toBe("worker");
    for (const words of [["--role", "canary"], ["--role"], ["--rolle", "web"], ["web"]])
      expect(() => readEnv({}, words)).toThrow(
        /^The environment is not right:\n {2}- The command line takes --role web, /,
      );
  });

  it("is read as it is meant", () => {
    const env = readEnv({ PORT: "0", DATA_DIR: "~/books", PUBLIC_URL: "https://books.example/", LOG_LEVEL: "trace" });
    expect(env).toMatchObject({
      port: 0,
      dataDir: join(homedir(), "books"),
      publicUrl: "https://books.example",
      logLevel: "trace",
    });
  });

  it("tells every wrong variable at once, in words and without its value", () => {
    const wrong = {
      PORT: "seven-seven",
      DATABASE_URL: "mysql://root:canary@db/books",
      DATABASE_REPLICA_URLS: "postgres://u:canary@one/books, canary",
      DATABASE_ROLES: "Rôle; canary",
      PUBLIC_URL: "ftp://canary",
      LOG_LEVEL: "canary",
      ENCRYPTION_KEYS: "canary",
    };
    const problems = problemsOf(wrong);
    expect(problems.map((line) => line.split(" ")[3]).toSorted()).toEqual(Object.keys(wrong).toSorted());
    for (const line of problems) expect(line).toMatch(/^ {2}- [A-Z_]+ (must be|has) .{10,}/);
    expect(problems.join("\n")).not.toMatch(/canary|seven/);
  });

  it.each([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "40.5"],
    ["PORT", "1e3"],
    ["DATABASE_URL", "postgres://host"],
    ["DATABASE_URL", "postgres://host:port/name"],
    ["DATABASE_URL", "postgres://user:%zz@host/name"],
    ["DATABASE_URL", "host=localhost dbname=books"],
    ["PUBLIC_URL", "books.example"],
    ["LOG_LEVEL", "loud"],
    ["TRUSTED_PROXIES", "proxy"],
    ["TRUSTED_PROXIES", "10.0.0.0/33"],
    ["TRUSTED_PROXIES", "true"],
  ])("refuses %s=%s", (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`- ${name} must be `)]);
  });

  it.each([
    ["too short a key", "k1:" + Buffer.alloc(31).toString("base64"), /entry \(number 1\).*exactly 32 bytes/],
    ["a key that is no base64", `k2:${key(1)},k1:${"!".repeat(44)}`, /entry \(number 2\).*exactly 32 bytes/],
    ["a key without a name", key(1), /not name:base64/],
    ["one name twice", `k1:${key(1)},k1:${key(2)}`, /two keys k1/],
    ["one key under two names", `k1:${key(1)},k2:${key(1)}`, /the same key under two names/],
    ["nothing but commas", ",,", /empty/],
  ])("refuses %s among the encryption keys", (_what, value, sentence) => {
    const [problem] = problemsOf({ ENCRYPTION_KEYS: value });
    expect(problem).toMatch(sentence);
    expect(problem).not.toContain(value);
  });

  it("takes encryption keys from a file, the active one first", () => {
    const path = join(folder, "keys");
    writeFileSync(path, `k2:${key(2)}\nk1:${key(1)}\n`);
    expect([...readEnv({ ENCRYPTION_KEYS_FILE: path }).encryptionKeys!.keys()]).toEqual(["k2", "k1"]);
  });

  it.each([
    ["is not there", join(folder, "missing"), /names a file that does not exist/],
    ["cannot be read", folder, /names a file that cannot be read \(EISDIR\)/],
  ])("says so when the file of encryption keys %s", (_what, path, sentence) => {
    expect(problemsOf({ ENCRYPTION_KEYS_FILE: path })).toEqual([expect.stringMatching(sentence)]);
    expect(problemsOf({ ENCRYPTION_KEYS_FILE: path }).join()).not.toContain(folder);
  });

  it("refuses keys from two places", () => {
    expect(problemsOf({ ENCRYPTION_KEYS: `k1:${key(1)}`, ENCRYPTION_KEYS_FILE: "/x" })).toEqual([
      expect.stringContaining("keep one"),
    ]);
  });
});
