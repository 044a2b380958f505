import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { expect, it } from "vitest";
import { UpstreamUnavailableError } from "../errors.ts";
import { isDatabaseAway } from "./database-away.ts";

const thrown = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => error); // prettier-ignore
const nowhere = join(import.meta.dirname, "nowhere");

it.each([
  ["a socket that is not there", { host: nowhere, port: 5432 }],
  ["a port where nobody listens, at each address of a host", { host: "localhost", port: 1 }],
])("takes %s for a database that is away", async (_what, address) => {
  expect(isDatabaseAway(await thrown(new Client(address).connect()))).toBe(true);
});

it("takes PostgreSQL's own words for it", () => {
  expect(isDatabaseAway(Object.assign(new Error("shut down"), { code: "57P01" }))).toBe(true);
  expect(isDatabaseAway(new Error("Connection terminated unexpectedly"))).toBe(true);
});

it("takes no file that is missing for it, and nothing that was thrown on purpose", async () => {
  expect(isDatabaseAway(await thrown(readFile(nowhere)))).toBe(false);
  const gone = new UpstreamUnavailableError("The connection terminated.", { integration: "An indexer" });
  expect(isDatabaseAway(gone)).toBe(false);
  expect(isDatabaseAway(new Error("A mistake of ours"))).toBe(false);
});
