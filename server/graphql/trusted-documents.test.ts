import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "../testing/browser.ts";
import { buildClient } from "../testing/built-client.ts";
import { isChromiumThere, launchChromium, openVisit } from "../testing/chromium.ts";
import { eventually } from "../testing/eventually.ts";
import { openSocket } from "../testing/socket.ts";
import type { TestApp, TestClient } from "../testing/test-app.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const own = "{ viewer { id username createdAt } }";
const ownLive = "subscription { requestChanged { cursor } }";
const refused = "DOCUMENT_NOT_TRUSTED";

let app: TestApp;
let person: TestClient;
let browser: Browser;
let client: Record<string, string>;
beforeAll(async () => {
  await buildClient();
  client = JSON.parse(readFileSync(at("../../dist/operations.json"), "utf8"));
  // Not before the client is built: the server looks for it when it is loaded.
  const { startTestApp } = await import("../testing/test-app.ts");
  app = await startTestApp();
  person = await app.signUp("reader");
  browser = openBrowser(app.url);
  await browser.ask(`mutation { signIn(input: { username: "reader", password: "a long enough password" }) { id } }`);
}, 120_000);
afterAll(() => app.close());

const only = (value: "true" | null) =>
  app.admin.ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
    input: [{ key: "system.trusted_documents_only", value }],
  });
const codeOf = async (sent: Promise<{ errors?: readonly { extensions: Readonly<Record<string, unknown>> }[] }>) =>
  (await sent).errors?.[0]?.extensions["code"];
/** By the browser's cookie, or with a key. */
const openDoor = (apiKey?: string) =>
  openSocket(
    app.url,
    apiKey
      ? { apiKey }
      : { headers: { cookie: `rmab_session=${browser.cookies.get("rmab_session")}`, origin: app.url } },
  );

it("the build of the client writes down every operation that it has", () => {
  const generated = readFileSync(at("../../client/src/graphql/generated/graphql.ts"), "utf8");
  const names = [...generated.matchAll(/^export const (\w+Document) =/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(30);
  expect(Object.keys(client)).toEqual(names.toSorted());
  for (const [name, text] of Object.entries(client)) expect(text).toContain(` ${name.replace(/Document$/, "")}`);
});

describe("a server that runs only its client's operations", () => {
  beforeAll(async () => {
    await only("true");
    await eventually(async () => expect(await codeOf(browser.send(own))).toBe(refused));
  });

  it("runs those for browsers, as the client's cache asks for them", async () => {
    expect((await browser.ask(client["AppDocument"]!)).viewer.name).toBe("reader");
    const cached = client["AppDocument"]!.replaceAll("{\n", "{\n__typename\n");
    expect((await browser.ask(cached)).viewer.__typename).toBe("User");
    expect((await openBrowser(app.url).ask(client["AppDocument"]!)).viewer).toBe(null);
  });

  it("refuses others to browsers and strangers, with a sentence that says what to do", async () => {
    const { errors } = await browser.send(own);
    expect(errors?.[0]?.message).toMatch(/Load the page again.*send an API key/);
    for (const text of [
      client["AppDocument"]!.replace("viewer", "me: viewer"),
      "{ __typename }",
      "{ __schema { types { name } } }",
    ])
      expect(await codeOf(browser.send(text)), text).toBe(refused);
    expect(await codeOf(openBrowser(app.url).send("{ setup { hasAdmin } }"))).toBe(refused);
    expect(await codeOf(openBrowser(app.url).send("{ requests { totalCount } }"))).toBe("UNAUTHENTICATED");
    expect(await codeOf(app.client("rmab_of_nobody").send(own))).toBe(refused);
  });

  it("does the same over a socket", async () => {
    const socket = openDoor();
    try {
      const [known, other, live] = [client["AppDocument"]!, own, ownLive].map((text) => socket.subscribe<any>(text));
      await eventually(() => expect(known!.data[0]?.viewer.name).toBe("reader"));
      await eventually(() => expect([other!.errors, live!.errors]).toEqual([[refused], [refused]]));
    } finally {
      await socket.close();
    }
  });

  it("runs whatever comes with an API key, at both doors", async () => {
    expect((await person.ask(own)).viewer.username).toBe("reader");
    const socket = openDoor(person.apiKey!);
    try {
      const seen = socket.subscribe<any>(own);
      await eventually(() => expect(seen.data[0]?.viewer.username).toBe("reader"));
    } finally {
      await socket.close();
    }
  });

  it.skipIf(!isChromiumThere)("has a playground that explains itself, and takes a key", async () => {
    const chromium = await launchChromium();
    const visit = await openVisit(chromium, app.url);
    try {
      await visit.signIn();
      const page = await visit.context.newPage();
      await page.goto("/playground");
      await page.getByText("runs only the operations of its own web client").first().waitFor();
      const pictures = process.env["SCREENSHOTS_DIR"];
      if (pictures) await page.screenshot({ path: `${pictures}/playground-key.png` });
      await page.getByLabel("API key").fill("rmab_of_nobody");
      await page.getByRole("button", { name: "Use it" }).click();
      await page.getByText("does not know the key").waitFor();
      await page.getByLabel("API key").fill(person.apiKey!);
      await page.getByRole("button", { name: "Use it" }).click();
      await page.getByLabel("API key").waitFor({ state: "detached" });
      await page.locator(".graphiql-execute-button").click();
      await page.locator(".graphiql-response").getByText('"requests"').waitFor();
      expect(await page.getByLabel("API key").count()).toBe(0);
    } finally {
      await visit.context.close();
      await chromium.close();
    }
  });

  it("is one that runs any, as soon as an admin says so", async () => {
    const socket = openDoor();
    try {
      await only(null);
      await eventually(async () => expect(await codeOf(browser.send(own))).toBe(undefined));
      const seen = socket.subscribe<any>(own);
      await eventually(() => expect(seen.data[0]?.viewer.username).toBe("reader"));
      await only("true");
      await eventually(async () => expect(await codeOf(browser.send(own))).toBe(refused));
      const later = socket.subscribe(own);
      await eventually(() => expect(later.errors).toEqual([refused]));
    } finally {
      await socket.close();
    }
  });
});
