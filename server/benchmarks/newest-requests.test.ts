import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { fill } from "./fill.ts";
import { serveHandWrittenSql } from "./hand-written-sql.ts";
import { askOnce, newestCount, ourQuestion } from "./newest-requests.ts";

let app: TestApp;
let sql: Awaited<ReturnType<typeof serveHandWrittenSql>>;
beforeAll(async () => {
  app = await startTestApp();
  await fill(app.database.address);
  sql = await serveHandWrittenSql({ ...app.database.address });
});
afterAll(async () => {
  await sql.close();
  await app.close();
});

it("is the same list from this program and from the statement that it is compared with", async () => {
  const ours = await askOnce(`${app.url}/graphql`, ourQuestion, { authorization: `Bearer ${app.admin.apiKey}` });
  expect(ours).toHaveLength(newestCount);
  expect(await askOnce(sql.url, ourQuestion, {})).toEqual(ours);
});
