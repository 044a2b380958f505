import { defineConfig } from "vitest/config";

export default defineConfig({
  // One copy of graphql: its ESM and CJS builds define different classes, and type-graphql refuses the other one's.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["server/**/*.test.ts", "migrations/**/*.test.ts", "client/src/**/*.test.{ts,tsx}"],
    globalSetup: ["server/testing/global-setup.ts"],
    // How long a test may take says nothing about the program: machines that test are busy ones.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
  },
});
