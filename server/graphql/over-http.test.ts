import { auditServer } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSocket } from "../testing/socket.ts";
import { eventually } from "../testing/eventually.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8" } });
  await app.signUp("ann");
});
afterAll(() => app.close());

const accept = "application/graphql-response+json";
async function post(
  query: string,
  headers: Record<string, string> = {},
  method: "POST" | "PUT" | "DELETE" | "PATCH" = "POST",
) {
  const response = await fetch(`${app.url}/graphql`, {
    method,
    headers: { "content-type": "application/json", accept, ...headers },
    body: JSON.stringify({ query }),
  });
  const body: any = await response.json();
  return { status: response.status, headers: response.headers, body, code: body.errors?.[0]?.extensions?.code };
}
const asAdmin = () => ({ authorization: `Bearer ${app.admin.apiKey}` });

describe("GraphQL over HTTP", () => {
  it.each(["anonymous", "signed in"])("keeps all of graphql-http's audits, %s", async (who) => {
    const audit = async (headers: Record<string, string>) =>
      await auditServer({
        url: `${app.url}/graphql`,
        fetchFn: (url: string, init: RequestInit = {}) =>
          fetch(url, {
            ...init,
            headers: { ...(init.headers as object), ...headers, ...(who === "anonymous" ? {} : asAdmin()) },
          }),
      });
    const failed = (results: Awaited<ReturnType<typeof audit>>, ...statuses: string[]) =>
      results.flatMap((each) =>
        statuses.includes(each.status) ? [`${each.id} ${each.name}: ${(each as any).reason}`] : [],
      );
    const first = await audit({ "apollo-require-preflight": "1" });
    expect(first).toHaveLength(61);
    expect(failed(first, "notice", "warn", "error")).toEqual([]);
    const bare = await audit({});
    expect(failed(bare, "warn", "error")).toEqual([]);
    expect(bare.filter(({ status }) => status === "ok").length).toBeGreaterThanOrEqual(58);
  });

  it("tells a stranger the same of what there is not and of what is not his", async () => {
    const answers = await Promise.all(
      [
        `{ requests { nodes { id } } }`,
        `{ requestz { nodes { id } } }`,
        `{ request }`,
        `{ setup }`,
        `{ viewer { nam } }`,
        `{ system { version } }`,
        `{ __schema { types { name } } }`,
        `{ __typename __type(name: "User") { name } }`,
        `{ ...F } fragment F on Query { requests { nodes { id } } }`,
        `mutation { updateUser(input: { id: "1", autoApprove: true }) { id } }`,
        `mutation { updateUsers { id } }`,
        `query a { __typename } query b { requests { totalCount } }`,
        `query ($x: RequestFilter) { __typename }`,
        `query ($x: RequestFilters) { __typename }`,
        `mutation { signIn(input: { usernam: "a", password: "b" }) { id } }`,
      ].map((query) => post(query)),
    );
    const said = answers.map(({ status, body }) => JSON.stringify([status, body]));
    expect(new Set(said)).toEqual(
      new Set(['[400,{"errors":[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED"}}]}]']),
    );
    expect((await post(`{ a: __type(name: "User") { name } }`)).body.data).toEqual({ a: null });
    expect((await post(`{ viewer { id } setup { hasAdmin } }`)).body.data).toEqual({
      viewer: null,
      setup: { hasAdmin: true },
    });
    const wrong = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: `mutation ($input: SignInInput!) { signIn(input: $input) { id } }`,
        variables: { input: { usernam: "a", password: "b" } },
      }),
    });
    expect(await wrong.text()).not.toContain("Did you mean");
  });

  it("shows the schema to whoever is signed in, and says what they may have meant", async () => {
    const types = await post(`{ __schema { types { name } } }`, asAdmin());
    expect(types.body.data.__schema.types.length).toBeGreaterThan(20);
    const misspelt = await post(`{ viewer { nam } }`, asAdmin());
    expect([misspelt.status, misspelt.code]).toEqual([400, "GRAPHQL_VALIDATION_FAILED"]);
    expect(misspelt.body.errors[0].message).toContain("Did you mean");
  });

  it("says at most five things that are wrong with a document", async () => {
    const { status, body } = await post(`{ ${"viewer { a b c d e f g h i j } "} }`, asAdmin());
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(5);
  });

  it("refuses what is over a limit over both doors, whatever the client can read", async () => {
    const aliases = `{ viewer { ${Array.from({ length: 16 }, (_, i) => `a${i}: name`).join(" ")} } }`;
    const cost = `{ requests(first: 100) { nodes { jobs { id } releases { scoreReasons { text } } } } }`;
    for (const query of [aliases, cost])
      for (const headers of [{ accept }, { accept: "*/*" }]) {
        const { status, code } = await post(query, { ...asAdmin(), ...headers });
        expect([status, code], query).toEqual([400, "GRAPHQL_VALIDATION_FAILED"]);
      }
    expect((await post(aliases)).code).toBe("GRAPHQL_VALIDATION_FAILED");
    const socket = openSocket(app.url, { apiKey: app.admin.apiKey });
    try {
      for (const query of [aliases, cost]) {
        const seen = socket.subscribe(query);
        await eventually(() => expect(seen.errors, query).toEqual(["GRAPHQL_VALIDATION_FAILED"]));
      }
    } finally {
      await socket.close();
    }
  });

  it("answers no page of another site", async () => {
    for (const origin of ["https://evil.example", "null", `${app.url}.evil.example`])
      expect((await post(`{ __typename }`, { origin })).status, origin).toBe(403);
    expect((await post(`{ __typename }`, { origin: app.url })).status).toBe(200);
  });

  it("says which methods it takes, as JSON", async () => {
    for (const method of ["PUT", "DELETE", "PATCH"] as const) {
      const { status, headers, code } = await post(`{ __typename }`, {}, method);
      expect([status, headers.get("allow"), code], method).toEqual([405, "GET, POST", "METHOD_NOT_ALLOWED"]);
    }
    expect((await post("x".repeat(100_001))).status).toBe(413);
    expect((await post(`{ __typename }`, { "content-type": "application/xml" })).status).toBe(415);
  });
});

describe("how often a stranger may try to get in", () => {
  const signIn = (username: string, password: string, address: string) =>
    post(`mutation { signIn(input: { username: "${username}", password: "${password}" }) { id } }`, {
      "x-forwarded-for": address,
    });
  const signInTimes = async (times: number, ...who: Parameters<typeof signIn>) => {
    const codes = new Set<string>();
    for (let i = 0; i < times; i++) codes.add((await signIn(...who)).code);
    return [...codes];
  };

  it("is counted, and only for one name from one address", async () => {
    expect(await signInTimes(10, "ann", "wrong", "192.0.2.1")).toEqual(["UNAUTHENTICATED"]);
    const refused = await signIn("ann", "a long enough password", "192.0.2.1");
    expect([refused.status, refused.code]).toEqual([429, "RATE_LIMITED"]);
    expect(refused.body.errors[0].message).toMatch(
      /^There were too many tries\. Try again in \d+ (seconds|minutes)\.$/,
    );
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(200);
    expect((await signIn("ann", "a long enough password", "192.0.2.2")).body.data.signIn.id).toBeTypeOf("string");
  });

  it("is counted for each try that one request holds", async () => {
    const codes: string[] = [];
    // One that fails ends its mutation: there is no second try in it, however many there are.
    const tries = Array.from(
      { length: 10 },
      (_, i) => `t${i}: signIn(input: { username: "eve", password: "${i}" }) { id }`,
    );
    for (let i = 0; i < 11; i++) {
      const { body } = await post(`mutation { ${tries.join(" ")} }`, { "x-forwarded-for": "192.0.2.9" });
      expect(body.errors).toHaveLength(1);
      codes.push(codeOf(body.errors[0]));
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => "UNAUTHENTICATED"), "RATE_LIMITED"]);
  });

  it("takes no address from whoever is no trusted proxy", async () => {
    // The last hop that is no proxy of ours is the client; what stands before it anybody could have written.
    for (let i = 0; i < 10; i++) await signIn("bob", "wrong", `198.51.100.${i}, 192.0.2.3, 10.1.2.3`);
    expect((await signIn("bob", "wrong", "198.51.100.99, 192.0.2.3")).code).toBe("RATE_LIMITED");
  });

  it("counts for a name that nobody has, too, and does not count what succeeds", async () => {
    await signInTimes(10, "nobody", "wrong", "192.0.2.4");
    expect((await signIn("nobody", "wrong", "192.0.2.4")).code).toBe("RATE_LIMITED");
    for (let i = 0; i < 12; i++) expect((await signIn("ann", "a long enough password", "192.0.2.5")).status).toBe(200);
  });
});

function codeOf({ extensions }: { extensions: { code: string } }): string {
  return extensions.code;
}
