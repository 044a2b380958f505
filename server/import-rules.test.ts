/**
 * Who may import whom. A unit is a folder below server/ (a kind of integration is one of its own) or a file that lies in
 * it. The table is about imports that exist at run time: `import type` is free, but not for integrations.
 * Tests, and the tools of developers (testing/, benchmarks/), may import anything.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const features = ["users", "audiobooks", "releases", "library", "configuration", "notifications", "requests"];
/** What any feature may use; it knows none of them. */
const base = ["context", "errors", "secrets-in-text", "database", "graphql", "jobs/queue.ts", "jobs/job.entity.ts"];

/** Unit → what it may import at run time: units, or single files. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  main: ["app", "env", "logger", "tracing"],
  // A program of its own.
  "reset-admin": ["database", "env", "logger", "users"],
  app: [
    "backup",
    "http",
    "events",
    "configuration",
    "covers",
    "database",
    "graphql",
    "integrations",
    "jobs",
    "logger",
    "metrics",
    "requests",
    "security",
    "system",
    "tracing",
    "users",
  ],
  http: ["graphql", "logger", "metrics", "start-page", "tracing"],
  "start-page": ["graphql/session-cookie.ts"],
  metrics: ["configuration", "database/row-level-security.ts", "security"],
  covers: ["errors"],
  env: ["security", "database/address.ts"],
  events: ["database/address.ts", "database/watched-connection.ts", "database/watchers.ts"],
  context: ["database/read-source.ts"],
  errors: [],
  logger: ["secrets-in-text"],
  tracing: ["secrets-in-text"],
  "secrets-in-text": [],
  // verify-audit.ts is a program of its own.
  security: [...base, "env", "logger"],
  // Entities are what a database is made of, and the queue is part of it.
  database: [
    ...features.map((feature) => `${feature}/*.entity.ts`),
    "security/audit-event.entity.ts",
    "jobs/job.entity.ts",
    "jobs/queue.ts",
    "logger",
    // The seed is a program of its own.
    "env",
    "jobs/registry.ts",
    "requests/lifecycle-table.ts",
    "requests/request-status.ts",
  ],
  // schema.ts lists the resolvers; computed-fields.ts the entities that have such fields.
  graphql: [
    "tracing",
    "errors",
    "database/database-away.ts",
    "database/row-level-security.ts",
    "*/*.resolver.ts",
    "audiobooks/audiobook.entity.ts",
    "users/user.entity.ts",
    "users/api-key.entity.ts",
    "requests/request.entity.ts",
  ],
  users: [...base, "security", "configuration/configuration.service.ts", "integrations"],
  audiobooks: [...base, "users"],
  releases: [...base, "audiobooks"],
  library: [...base, "audiobooks", "integrations"],
  // path-template is pure: it says whether a template can be used.
  configuration: [
    ...base,
    "security",
    "integrations/*/registry.ts",
    "integrations/notifiers/notification-events.ts",
    "integrations/http-client.ts",
    // Whether it takes books.
    "integrations/media-servers/library-folder.ts",
    "library/path-template.ts",
  ],
  notifications: [
    ...base,
    "security",
    "users",
    "configuration",
    "integrations/notifiers/registry.ts",
    "integrations/notifiers/notification-events.ts",
    // A browser is opened as it is subscribed, and not as anybody configures it.
    "integrations/notifiers/web-push.ts",
  ],
  requests: [...base, "security", "releases", "library", "audiobooks", "users", "configuration", "notifications"],
  jobs: [
    ...base,
    ...features,
    "security",
    "logger",
    "tracing",
    "system/find-alerts.ts",
    "integrations/indexers/release-link.ts",
  ],
  // Of a database: it works below the features, on one that need not be migrated. run-*.ts are programs of their own.
  backup: [...base, "env", "logger", "security", "system/version.ts", "integrations/http-client.ts"],
  system: [...base, "configuration", "logger", "security", "users"],
  integrations: ["errors"],
  "integrations/catalogs": ["errors", "integrations"],
  "integrations/indexers": ["errors", "integrations"],
  "integrations/download-clients": ["errors", "integrations"],
  "integrations/media-servers": ["errors", "integrations"],
  "integrations/notifiers": ["errors", "integrations"],
  sandbox: ["app", "env", "logger", "integrations"],
};

/** Statements that name what cannot be a parameter; each name is escaped. */
const mayWriteStatements = [
  "server/backup/database-beside.ts",
  "server/backup/load-backup.ts",
  "server/backup/tables.ts",
  "server/backup/write-backup.ts",
  "server/database/open-database.ts",
  "server/database/roles.ts",
  "server/database/statement-statistics.ts",
  "server/database/write-migration.ts",
];
/** main.ts and the seed hand it to env.ts; the demo has variables of its own. */
const mayReadEnvironment = [
  "server/backup/run-backup.ts",
  "server/backup/run-migrate-down.ts",
  "server/backup/run-restore.ts",
  "server/database/seed.ts",
  "server/env.ts",
  "server/main.ts",
  "server/reset-admin.ts",
  "server/sandbox/demo.ts",
  "server/security/verify-audit.ts",
];

/** The client for what is outside, and what decides whom it calls; the demo asks the program itself; our own socket; peers. */
const mayCallOut = [
  "server/integrations/download-clients/embedded-engine.ts",
  "server/integrations/download-clients/embedded-socket.ts",
  "server/integrations/http-client.ts",
  "server/integrations/outgoing-addresses.ts",
  "server/sandbox/api.ts",
];

const root = join(import.meta.dirname, "..");
const isOfDevelopers = (path: string) =>
  /^server\/(testing|benchmarks)\/|\.(test|contract)\.ts$|-test-place\.ts$|\.d\.ts$/.test(path);
const program = sourcesIn("server").filter((path) => !isOfDevelopers(path));

interface Import {
  readonly from: string;
  /** A path from the root of the project. */
  readonly to: string;
  readonly typeOnly: boolean;
}
const imports = program.flatMap(importsOf);
const atRunTime = imports.filter(({ typeOnly }) => !typeOnly);

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes("node_modules"))
    .map((path) => `${folder}/${path}`)
    .toSorted();
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function importsOf(from: string): Import[] {
  const statements = read(from).matchAll(
    /^(?:import|export)\s+(?:([^"';]*?)\sfrom\s+)?"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm,
  );
  return [...statements].map(([, names = "", path, dynamic]) => ({
    from,
    to: relative(root, join(root, dirname(from), (path ?? dynamic)!)),
    typeOnly: /^type\b/.test(names) || /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names),
  }));
}

function unitOf(path: string): string {
  const [first, ...rest] = path.replace(/^server\//, "").split("/");
  if (rest.length === 0) return first!.replace(".ts", "");
  return first === "integrations" && rest.length > 1 ? `integrations/${rest[0]}` : first!;
}

function mayImport({ from, to }: Import): boolean {
  const [unit, target] = [unitOf(from), unitOf(to)];
  return (
    unit === target ||
    allowed[unit]!.some((rule) =>
      rule.endsWith(".ts")
        ? new RegExp(`^server/${rule.replaceAll(".", "\\.").replaceAll("*", "[^/]+")}$`).test(to)
        : rule === target,
    )
  );
}

const shown = ({ from, to }: Import) => `${from} imports ${to}`;

describe("an import", () => {
  it("goes only where the table lets it", () => {
    expect(atRunTime.length).toBeGreaterThan(300);
    expect(Object.keys(allowed)).toEqual(expect.arrayContaining([...new Set(program.map(unitOf))]));
    expect(atRunTime.filter((each) => !mayImport(each)).map(shown)).toEqual([]);
  });

  it("of an integration goes to nothing of ours, not even for a type", () => {
    const own = imports.filter(({ from }) => from.startsWith("server/integrations/"));
    expect(own.filter((each) => !mayImport(each)).map(shown)).toEqual([]);
  });

  it.each([
    ["a resolver", /\.resolver\.ts$/, "server/graphql/schema.ts"],
    ["a job", /\.job\.ts$/, "server/jobs/registry.ts"],
  ])("of %s stands in one file alone", (_what, kind, file) => {
    const importers = new Set(imports.filter(({ to }) => kind.test(to)).map(({ from }) => from));
    expect([...importers]).toEqual([file]);
  });

  it("never leads back to where it came from", () => {
    const targets = Map.groupBy(atRunTime, ({ from }) => from);
    const done = new Set<string>();
    const circles: string[] = [];
    function visit(path: string, way: readonly string[]): void {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" → "));
      if (way.includes(path) || done.has(path)) return;
      for (const { to } of targets.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    }
    for (const path of program) visit(path, []);
    expect(circles).toEqual([]);
  });

  it("of the client never goes to the server", () => {
    const files = sourcesIn("client/src");
    expect(files.length).toBeGreaterThan(0);
    expect(
      files
        .flatMap(importsOf)
        .filter(({ to }) => !to.startsWith("client/"))
        .map(shown),
    ).toEqual([]);
  });
});

describe("a file of the program", () => {
  const filesWith = (pattern: RegExp) => program.filter((path) => pattern.test(read(path)));

  it("exports nothing by default, and nothing of another file but types", () => {
    expect(filesWith(/^export default|^export (\*|type \*|\{[^}]*\}) from/m)).toEqual([]);
  });

  it("puts no value into the text of a statement", () => {
    const interpolated = /(?:\.(?:execute|query|raw)|\bquery)(?:<[^()]*>)?\(\s*`[^`]*\$\{/;
    expect(filesWith(interpolated).filter((path) => !mayWriteStatements.includes(path))).toEqual([]);
  });

  it("asks env.ts for what the environment says", () => {
    expect(filesWith(/process\.env/).filter((path) => !mayReadEnvironment.includes(path))).toEqual([]);
  });

  it("calls others through the one HTTP client", () => {
    const calls =
      /\bfetch\(|new (?:WebSocket|EventSource)\(|from "undici"|import (?!type)[^;]*\b(?:request|get|connect|createConnection)\b[^;]*from "node:(?:https?|http2|net|tls)"|from "node:dgram"/;
    expect(filesWith(calls)).toEqual(mayCallOut);
  });

  it("starts other programs without a shell", () => {
    const shells = /\b(?:exec|execSync)\b[^;]*from "node:child_process"|from "child_process"|\bshell\s*:/;
    expect(filesWith(shells)).toEqual([]);
    expect(
      filesWith(/from "node:child_process"/).filter((path) => !path.startsWith("server/database/embedded-")),
    ).toEqual([]);
  });
});
