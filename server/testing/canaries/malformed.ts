/** Operations that are wrong, with a secret at every place where somebody could have put one. */

/** As documents. */
export const malformedDocuments = (secret: string): readonly string[] => [
  `mutation { signIn(input: { username: "owner", password: ${secret} }) { id } }`,
  `mutation { signIn(input: { username: "owner", password: ["${secret}"] }) { id } }`,
  `mutation { signIn(input: { username: "owner", password: { is: "${secret}" } }) { id } }`,
  `mutation { signIn(input: { username: "owner", password: "${secret}", remember: "${secret}" }) { id } }`,
  `mutation { signIn(input: { password: "${secret}" }) { id } }`,
  `mutation { signIn(input: "${secret}") { id } }`,
  `mutation { signIn(password: "${secret}") { id } }`,
  `mutation { signIn(input: { username: "owner", password: "${secret}" }) }`,
  `mutation { signInn(input: { username: "owner", password: "${secret}" }) { id } }`,
  `mutation { signIn("${secret}") { id } }`,
  `mutation { signIn(input: { username: "owner", password: "${secret} }) { id } }`,
  `mutation { signIn(input: { username: "owner" "${secret}" }) { id } }`,
  `mutation { signIn(input: { username: "owner", password: ""${secret}"" }) { id } }`,
  `mutation { signIn(input: { username: "owner", password: """${secret}""" """${secret}""" }) { id } }`,
  `mutation { signOut @include(if: "${secret}") }`,
  `"${secret}"`,
  `mutation ($input: SignInInput! = "${secret}") { signIn(input: $input) { id } }`,
  `{ request(id: { is: "${secret}" }) { id } }`,
  `{ requests(first: "${secret}") { totalCount } }`,
  `{ requests(after: "${secret}") { totalCount } }`,
  `{ requests(filter: { status: ["${secret}"] }) { totalCount } }`,
  `{ requests(filter: { status: [${secret}] }) { totalCount } }`,
  `{ auditEvents(filter: { from: "${secret}" }) { totalCount } }`,
  `mutation { setConfiguration(input: [{ key: "indexer.api_key", value: ["${secret}"] }]) { key } }`,
  `mutation { createApiKey(input: { name: "a", expiresAt: "${secret}" }) { key } }`,
  `mutation { updateUser(input: { id: "a", requestQuota: "${secret}" }) { id } }`,
];

const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { id } }`;
const configure = `mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`;

/** As variables of documents that are right. */
export const malformedVariables = (secret: string): readonly (readonly [string, Record<string, unknown>])[] => [
  [signIn, { input: secret }],
  [signIn, { input: [secret] }],
  [signIn, { input: { username: "owner", password: [secret] } }],
  [signIn, { input: { username: "owner", password: { is: secret } } }],
  [signIn, { input: { username: { is: secret }, password: secret } }],
  [signIn, { input: { password: secret } }],
  [signIn, { input: { username: "owner", password: secret, remember: secret } }],
  [configure, { input: [{ key: "indexer.api_key", value: [secret] }] }],
  [configure, { input: [{ value: secret }] }],
  [`query ($first: Int) { requests(first: $first) { totalCount } }`, { first: secret }],
  [`query ($status: [RequestStatus!]) { requests(filter: { status: $status }) { totalCount } }`, { status: [secret] }],
  [`query ($from: DateTime) { auditEvents(filter: { from: $from }) { totalCount } }`, { from: secret }],
  [`query ($id: ID!) { request(id: $id) { id } }`, { id: { is: secret } }],
  [`mutation ($at: DateTime) { createApiKey(input: { name: "a", expiresAt: $at }) { key } }`, { at: secret }],
  [`mutation ($quota: Int) { updateUser(input: { id: "a", requestQuota: $quota }) { id } }`, { quota: secret }],
];
