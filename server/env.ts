import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { addressFromUrl } from "./database/address.ts";
import { parseEncryptionKeys } from "./security/encryption-keys.ts";

/** A problem with the environment; the message lists every one, a line each. Ends the program with a code that is not 0. */
export class EnvironmentError extends Error {}

const roles = ["web", "worker", "all"] as const;

/** What a process does: it answers people, or it works in the background, or both. */
export type Role = (typeof roles)[number];

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const variables = z.object({
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, "must be a port, 0 (any free one) to 65535")
    .default("4000"),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default("data"),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, "must be a PostgreSQL address such as postgres://user:password@host:5432/readmeabook")
    .optional(),
  DATABASE_REPLICA_URLS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ""))
    .refine((all) => all.every(isPostgresUrl), "must be PostgreSQL addresses with commas between them")
    .default([]),
  DATABASE_ROLES: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,40}$/, "must be lower-case letters, digits and _, at most 41, a letter first")
    .optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ""))
    .refine(
      (all) => all.every(isAddressOrNetwork),
      "must be addresses or networks with commas between them, such as 172.18.0.2, 10.0.0.0/8",
    )
    .default([]),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: "must be an http or https address such as http://collector:4318" })
    .optional(),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(", ")}`).default("info"),
});

/** What the environment says, checked. Nothing else reads process.env. */
export interface Env {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** null: PostgreSQL is embedded in dataDir. */
  readonly databaseUrl: string | null;
  /** Its streaming replicas. */
  readonly databaseReplicaUrls: readonly string[];
  /** What the three database roles are named after; null: the database. */
  readonly databaseRoles: string | null;
  /** First is the active one; null: a key file in dataDir is used, and made when there is none. */
  readonly encryptionKeys: ReadonlyMap<string, Buffer> | null;
  /** Where people reach this server, when that is not where it listens. No slash at the end. */
  readonly publicUrl: string | null;
  /** Proxies that are believed when they say for whom they ask, in X-Forwarded-For: addresses and networks. */
  readonly trustedProxies: readonly string[];
  /** Whoever presents it may read /metrics; null: whoever asks from this machine. */
  readonly metricsToken: string | null;
  /** What collects traces, by OTLP over HTTP; null: nothing does. */
  readonly traceCollector: string | null;
  readonly logLevel: string;
  /** Of the command line. */
  readonly role: Role;
}

/**
 * @param source process.env, or what a test puts in its place.
 * @param words what stands behind the program's name on the command line.
 * @throws EnvironmentError that names every wrong variable at once and holds none of their values.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>, words: readonly string[] = []): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const problems: string[] = [];
  const parsed = variables.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) problems.push(`${issue.path.join(".")} ${issue.message}`);

  if (given["DATABASE_REPLICA_URLS"] && !given["DATABASE_URL"])
    problems.push("DATABASE_REPLICA_URLS needs DATABASE_URL: the embedded database has no replicas");
  const role = readRole(words);
  if (!role) problems.push("The command line takes --role web, --role worker or --role all, and nothing else");

  let encryptionKeys: Map<string, Buffer> | null = null;
  if (given["ENCRYPTION_KEYS"] && given["ENCRYPTION_KEYS_FILE"]) {
    problems.push("ENCRYPTION_KEYS and ENCRYPTION_KEYS_FILE are both set: keep one");
  } else {
    try {
      const text = given["ENCRYPTION_KEYS"] ?? readKeysFile(given["ENCRYPTION_KEYS_FILE"]);
      if (text !== undefined) encryptionKeys = parseEncryptionKeys(text);
    } catch (error) {
      problems.push(
        `${given["ENCRYPTION_KEYS"] ? "ENCRYPTION_KEYS" : "ENCRYPTION_KEYS_FILE"} ${(error as Error).message}`,
      );
    }
  }
  if (!parsed.success || !role || problems.length > 0) {
    throw new EnvironmentError(
      `The environment is not right:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  }
  const { data } = parsed;
  return {
    port: Number(data.PORT),
    host: data.HOST,
    dataDir: resolve(data.DATA_DIR.replace(/^~(?=\/|$)/, homedir())),
    databaseUrl: data.DATABASE_URL ?? null,
    databaseReplicaUrls: data.DATABASE_REPLICA_URLS,
    databaseRoles: data.DATABASE_ROLES ?? null,
    encryptionKeys,
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    trustedProxies: data.TRUSTED_PROXIES,
    metricsToken: data.METRICS_TOKEN ?? null,
    traceCollector: data.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    logLevel: data.LOG_LEVEL,
    role,
  };
}

function readRole(words: readonly string[]): Role | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: { role: { type: "string", default: "all" } } });
    return roles.find((each) => each === values.role);
  } catch {
    return undefined;
  }
}

function readKeysFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "ENOENT" ? "names a file that does not exist" : `names a file that cannot be read (${code})`,
    );
  }
}

function isAddressOrNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return version !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

function isPostgresUrl(value: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(value)) return false;
  try {
    return addressFromUrl(value).database !== "";
  } catch {
    return false;
  }
}
