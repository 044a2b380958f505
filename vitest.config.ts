import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Each file's process loads the same packages: Node compiles them once.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.compile-cache", import.meta.url));

const all = ["server/**/*.test.ts", "migrations/**/*.test.ts", "client/src/**/*.test.{ts,tsx}"];

/** Whole programs, browsers, real download clients, time that has to pass: `npm run test:long`. */
const long = [
  "server/{main,reset-admin,outer-database,several-processes}.test.ts",
  "server/testing/browser{,-admin,-audit,-discover,-household,-indexers,-keyboard,-pages,-people,-push,-shell,-sign-in}.test.ts",
  "server/testing/canaries/*.test.ts",
  "server/testing/faults/{nothing-lost,poison,restore,rotation}.test.ts",
  "server/sandbox/run-demo.test.ts",
  "server/backup/{backup,backups-of-program,untrusted-backup}.test.ts",
  "server/database/{embedded,migrate,watched-connection,watchers}.test.ts",
  "server/integrations/download-clients/{qbittorrent-real,transmission-real,embedded,embedded-processes}.test.ts",
  "server/jobs/{download-client-faults,monitor-download,organize-files,plex-pipeline,retry-job,sync-library,two-processes,worker}.test.ts",
  "server/library/import-crash.test.ts",
  "server/security/{audited-operations,verify-audit}.test.ts",
  "server/users/{revocation,set-up}.test.ts",
  "server/users/sign-in/first-admin.test.ts",
  "server/requests/{approval,request-together}.test.ts",
  "server/graphql/{authorisation,fuzz,trusted-documents}.test.ts",
];

const notOurs = "**/node_modules/**";

export default defineConfig({
  // One copy of graphql: its ESM and CJS builds define different classes, and type-graphql refuses the other one's.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    projects: [
      // What these leave in their modules harms no other: they share them, and need not load the program anew each. The
      // program looks for the built client as it is loaded: what builds that is not among them.
      { extends: true, test: { name: "quick", include: all, exclude: [...long, notOurs], isolate: false } },
      { extends: true, test: { name: "long", include: long } },
    ],
    globalSetup: ["server/testing/global-setup.ts"],
    // How long a test may take says nothing about the program: machines that test are busy ones.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
  },
});
