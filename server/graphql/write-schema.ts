/** `npm run schema`: writes schema.graphql from the code. With --check: exits with 1 when the file says something else. */
import "reflect-metadata";
import { readFileSync, rmSync } from "node:fs";
import { makeSchema } from "./schema.ts";

const checkOnly = process.argv.includes("--check");
const target = checkOnly ? "schema.emitted.graphql" : "schema.graphql";
await makeSchema(target);
if (checkOnly) {
  const same = readFileSync(target, "utf8") === readFileSync("schema.graphql", "utf8");
  rmSync(target);
  console.log(
    same ? "schema.graphql is what the code says." : "schema.graphql is not what the code says. Run: npm run schema",
  );
  process.exitCode = same ? 0 : 1;
}
