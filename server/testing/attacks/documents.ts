/**
 * Documents that ask for too much, each beside the same without its excess: that one has to be answered, so that what is
 * refused is the excess alone and not a field that there is not.
 */

/** Sent over HTTP and WebSocket by somebody who is signed in; the verdict has to be the same. */
export interface DocumentAttack {
  readonly id: string;
  readonly excess: string;
  readonly without: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The code of the refusal. */
  readonly code: "GRAPHQL_VALIDATION_FAILED" | "GRAPHQL_PARSE_FAILED";
}

const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(" ");
/** A book has the viewer's request, which has its book. */
const around = (times: number) =>
  `{ requests { nodes { ${"audiobook { viewerRequest { ".repeat(times)} id ${"} }".repeat(times)} } } }`;
const chain = (length: number, step: (index: number) => string) =>
  `{ requests { nodes { ...F0 } } } ${many(length, (i) => `fragment F${i} on Request { ${step(i)} }`)} fragment F${length} on Request { id }`;
const validation = "GRAPHQL_VALIDATION_FAILED";
const parse = "GRAPHQL_PARSE_FAILED";

export const documentAttacks: readonly DocumentAttack[] = [
  {
    id: "101 aliases of __typename",
    excess: `{ ${many(101, (i) => `a${i}: __typename`)} }`,
    without: `{ ${many(3, (i) => `a${i}: __typename`)} }`,
    code: validation,
  },
  {
    id: "16 aliases further in",
    excess: `{ viewer { ${many(16, (i) => `a${i}: name`)} } }`,
    without: `{ viewer { ${many(15, (i) => `a${i}: name`)} } }`,
    code: validation,
  },
  {
    id: "aliases of an expensive list",
    excess: `{ ${many(8, (i) => `a${i}: requests(first: 100) { nodes { id events { id } } }`)} }`,
    without: `{ ${many(2, (i) => `a${i}: requests(first: 100) { nodes { id events { id } } }`)} }`,
    code: validation,
  },
  {
    id: "1000 aliases of a list",
    excess: `{ ${many(1000, (i) => `a${i}: requests(first: 100) { totalCount }`)} }`,
    without: `{ a0: requests(first: 100) { totalCount } }`,
    code: parse,
  },
  {
    id: "passwords by alias",
    excess: `mutation { ${many(50, (i) => `t${i}: revokeApiKey(input: { id: "${i}" }) { id }`)} }`,
    without: `mutation { t0: __typename }`,
    code: validation,
  },
  {
    id: "500 times one field",
    excess: `{ ${"__typename ".repeat(500)} }`,
    without: `{ ${"__typename ".repeat(10)} }`,
    code: validation,
  },
  { id: "10000 times one field", excess: `{ ${"__typename ".repeat(8000)} }`, without: `{ __typename }`, code: parse },
  {
    id: "directives",
    excess: `{ viewer { ${"... @include(if: true) { name } ".repeat(25)} } }`,
    without: `{ viewer { ${"... @include(if: true) { name } ".repeat(5)} } }`,
    code: validation,
  },
  {
    id: "unknown directives",
    excess: `{ __typename ${"@aa ".repeat(10)} }`,
    without: `{ __typename }`,
    code: validation,
  },
  { id: "depth", excess: around(5), without: around(1), code: validation },
  { id: "great depth", excess: around(40), without: around(2), code: validation },
  {
    id: "depth in fragments",
    excess: chain(6, (i) => `audiobook { viewerRequest { ...F${i + 1} } }`),
    without: chain(2, (i) => `audiobook { viewerRequest { ...F${i + 1} } }`),
    code: validation,
  },
  {
    id: "a fragment within itself",
    excess: `{ ...A } fragment A on Query { __typename ...A }`,
    without: `{ ...A } fragment A on Query { __typename }`,
    code: validation,
  },
  {
    id: "fragments within each other",
    excess: `{ ...A } fragment A on Query { ...B } fragment B on Query { __typename ...A }`,
    without: `{ ...A } fragment A on Query { ...B } fragment B on Query { __typename }`,
    code: validation,
  },
  {
    id: "fragments that double",
    excess: chain(12, (i) => `...F${i + 1} ... { a${i}: id ...F${i + 1} }`),
    without: chain(2, (i) => `...F${i + 1} ... { a${i}: id ...F${i + 1} }`),
    code: validation,
  },
  {
    id: "cost: lists in lists",
    excess: `{ requests(first: 100) { nodes { releases { scoreReasons { text } } events { id } } } }`,
    without: `{ requests(first: 5) { nodes { releases { scoreReasons { text } } events { id } } } }`,
    code: validation,
  },
  {
    id: "cost by a variable",
    excess: `query ($n: Int) { requests(first: $n) { nodes { jobs { id } events { id } releases { id } downloads { id } } edges { node { jobs { id } } } } }`,
    without: `query ($n: Int) { requests(first: 1) { nodes { id } } audiobooks(first: $n) { totalCount } }`,
    variables: { n: 100 },
    code: validation,
  },
  {
    id: "cost in a fragment that is spread thrice",
    excess: `{ ${many(3, (i) => `a${i}: requests(first: 100) { ...P }`)} } fragment P on RequestConnection { nodes { jobs { id } events { id } } }`,
    without: `{ a0: requests(first: 100) { ...P } } fragment P on RequestConnection { nodes { jobs { id } events { id } } }`,
    code: validation,
  },
  {
    id: "the schema in circles",
    excess: `{ __schema { types { ${"fields { type { ".repeat(4)} name ${"} } ".repeat(4)} } } }`,
    without: `{ __schema { types { fields { type { name } } } } }`,
    code: validation,
  },
  {
    id: "selections in 30000 others",
    excess: "{a".repeat(30_000) + "}".repeat(30_000),
    without: `{ __typename }`,
    code: parse,
  },
  {
    id: "lists in 30000 others",
    excess: `{ requests(filter: ${"[".repeat(30_000)}${"]".repeat(30_000)}) { totalCount } }`,
    without: `{ requests(filter: { status: [PENDING] }) { totalCount } }`,
    code: parse,
  },
  {
    id: "300 fields that there are not",
    excess: `{ viewer { ${many(300, (i) => `x${i}`)} } }`,
    without: `{ viewer { id } }`,
    code: validation,
  },
  {
    id: "fragments that nobody spreads",
    excess: `{ __typename } ${many(100, (i) => `fragment f${i} on Query { __typename }`)}`,
    without: `{ ...f0 } fragment f0 on Query { __typename }`,
    code: validation,
  },
];
