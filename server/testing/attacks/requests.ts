/** Requests over HTTP that are right in themselves, and wrong in how they come or from whom. */

/** One request, and what has to be said of its answer. */
export interface RequestAttack {
  readonly id: string;
  readonly who?: "person";
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: readonly number[];
  readonly says?: RegExp;
  readonly saysNot?: RegExp;
  /** Headers and what they have to hold; null: must not be there. */
  readonly answers?: Readonly<Record<string, RegExp | null>>;
}

const json = { "content-type": "application/json", accept: "application/graphql-response+json" };
const query = (text: string, variables?: object) => JSON.stringify({ query: text, variables });
const harmless = query("{ __typename }");
const evil = "https://evil.example";
const noStranger = [400];
const isForeign = { status: [403], says: /FORBIDDEN/ };
const internals =
  /node_modules|\bat .*\(.*:\d+:\d+\)|stack|select .* from |syntax error at|relation "|MikroORM|invalid byte/i;
const asText = (type: string): RequestAttack => ({
  id: `csrf: a form of the type ${type}`,
  who: "person",
  method: "POST",
  headers: { "content-type": type },
  body: harmless,
  status: [400, 415],
});

export const requestAttacks: readonly RequestAttack[] = [
  { id: "csrf: a link", who: "person", path: "/graphql?query=%7B__typename%7D", status: [400] },
  {
    id: "csrf: a link with a type",
    who: "person",
    path: "/graphql?query=%7B__typename%7D",
    headers: { "content-type": "text/plain" },
    status: [400],
  },
  {
    id: "csrf: a mutation by a link",
    who: "person",
    path: "/graphql?query=mutation%7BsignOut%7D",
    headers: { "apollo-require-preflight": "1" },
    status: [405],
  },
  ...[
    "text/plain",
    "text/plain; application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ].map(asText),
  ...[evil, "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:1"].map((origin): RequestAttack => ({
    id: `csrf: JSON from ${origin}`,
    who: "person",
    method: "POST",
    headers: { ...json, origin },
    body: query("mutation { signOut }"),
    ...isForeign,
  })),
  {
    id: "csrf: a page asks whether it may",
    method: "OPTIONS",
    headers: { origin: evil, "access-control-request-method": "POST" },
    status: [405],
    answers: { "access-control-allow-origin": null },
  },
  {
    id: "leak: the schema",
    method: "POST",
    headers: json,
    body: query("{ __schema { types { name } } }"),
    status: noStranger,
    says: /Sign in first/,
    saysNot: /Audiobook/,
  },
  ...[
    "{ userz { id } }",
    "{ requests { idd } }",
    "mutation { signI }",
    "{ viewer { nam } }",
    "query ($x: Strin) { __typename }",
  ].map((text): RequestAttack => ({
    id: `leak: what is meant by ${text}`,
    method: "POST",
    headers: json,
    body: query(text),
    status: noStranger,
    says: /Sign in first/,
    saysNot: /mean|viewer|request/i,
  })),
  ...['{ "not JSON', "[]", '"x"', "1", "null", '{"query":"{__typename}"}garbage'].map((body): RequestAttack => ({
    id: `leak: ${body} as a body`,
    method: "POST",
    headers: json,
    body,
    status: [400],
    saysNot: internals,
    answers: { "content-type": /json/ },
  })),
  ...["a\u0000b", "\ud800", "99999999999999999999", "not-a-uuid", "' or 1=1 --", "x".repeat(50_000)].map(
    (id): RequestAttack => ({
      id: `leak: an id of ${JSON.stringify(id.slice(0, 20))}`,
      who: "person",
      method: "POST",
      headers: json,
      body: query("query ($id: ID!) { request(id: $id) { id } }", { id }),
      status: [200, 400],
      saysNot: new RegExp(`${internals.source}|INTERNAL_SERVER_ERROR`, "i"),
    }),
  ),
  ...["%".repeat(5000), "_%".repeat(5000), "\\".repeat(5000), "a ".repeat(5000)].map((search): RequestAttack => ({
    id: `dos: looking for ${search.slice(0, 4)}…`,
    who: "person",
    method: "POST",
    headers: json,
    body: query("query ($s: String) { audiobooks(search: $s) { totalCount } }", { s: search }),
    status: [200, 400],
    saysNot: /INTERNAL_SERVER_ERROR/,
  })),
  ...["99999999", "2147483647", "-1", "0", "99999999999999", "1e3"].map((first): RequestAttack => ({
    id: `dos: a page of ${first}`,
    who: "person",
    method: "POST",
    headers: json,
    body: query(`{ requests(first: ${first}) { nodes { id } } }`),
    status: [200, 400],
    says: /BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/,
  })),
  {
    id: "dos: ten operations at once",
    who: "person",
    method: "POST",
    headers: json,
    body: `[${Array.from({ length: 10 }, () => harmless).join()}]`,
    status: [400],
  },
  {
    id: "dos: a megabyte",
    method: "POST",
    headers: json,
    body: query(`{ __typename } #${"a".repeat(1_000_000)}`),
    status: [413],
  },
  {
    id: "dos: variables 16000 deep",
    who: "person",
    method: "POST",
    headers: json,
    body: `{"query":"query ($f: RequestFilter) { requests(filter: $f) { totalCount } }","variables":{"f":${'{"a":'.repeat(16_000)}1${"}".repeat(16_000)}}}`,
    status: [400],
    saysNot: /INTERNAL_SERVER_ERROR/,
  },
  {
    id: "authz: fields that an input has not",
    who: "person",
    method: "POST",
    headers: json,
    body: query("mutation ($i: CreateRequestInput!) { createRequest(input: $i) { id } }", {
      i: { title: "a", author: "b", status: "COMPLETED", userId: "1" },
    }),
    status: [400],
    says: /BAD_USER_INPUT/,
  },
  ...["eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "rmab_", "null", "x".repeat(5000)].map((token): RequestAttack => ({
    id: `auth: the key ${token.slice(0, 20)}`,
    method: "POST",
    headers: { ...json, authorization: `Bearer ${token}` },
    body: query("{ viewer { id } }"),
    status: [200, 401],
    saysNot: /"id"/,
  })),
  {
    id: "authz: a name that JavaScript's objects have",
    who: "person",
    method: "POST",
    headers: json,
    body: '{"query":"mutation ($i: CreateRequestInput!) { createRequest(input: $i) { id } }","variables":{"i":{"title":"a","author":"b","__proto__":{"role":"ADMIN"}}}}',
    status: [400],
    says: /BAD_USER_INPUT/,
  },
  ...[
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "http://127.0.0.1:5432/",
    "//evil.example/x.svg",
  ].flatMap((address): RequestAttack[] => {
    const encoded = Buffer.from(address).toString("base64url");
    const paths = [`/covers?url=${encodeURIComponent(address)}`, `/covers/${"A".repeat(43)}/${encoded}?width=320`];
    return paths.map((path) => ({ id: `ssrf: the picture ${path}`, who: "person", path, status: [404] }));
  }),
  ...["/setup", "/api/setup"].map((path): RequestAttack => ({
    id: `auth: ${path}`,
    method: "POST",
    path,
    headers: json,
    body: "{}",
    status: [404],
  })),
  ...["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"].map((method): RequestAttack => ({
    id: `http: ${method}`,
    method,
    ...(method === "TRACE" ? {} : { headers: json, body: harmless }),
    status: [405],
    answers: { allow: /POST/ },
  })),
  ...["/", "/healthz", "/graphql", "/nothing/../here"].map((path): RequestAttack => ({
    id: `web: what ${path} may be used for`,
    path,
    headers: { host: "evil.example" },
    status: [200, 400, 404],
    saysNot: /evil\.example/,
    answers: {
      "content-security-policy": /frame-ancestors 'none'/,
      "x-content-type-options": /nosniff/,
      "referrer-policy": /./,
      "x-powered-by": null,
      server: null,
    },
  })),
];
