/** What people do with their secrets: right, wrong, and half. */
import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import type { Browser } from "../browser.ts";
import { openSocket, type Socket } from "../socket.ts";
import { makePrivateKey, publicKeyOf } from "../../integrations/notifiers/web-push.ts";
import { malformedDocuments, malformedVariables } from "../malformed-documents.ts";
import type { CanaryStage } from "./stage.ts";

/** Who has signed in. */
export interface People {
  readonly owner: Browser;
  readonly ann: Browser;
  readonly annsId: string;
  readonly ownersKey: string;
  readonly annsKey: string;
}

const setUp = `mutation ($input: SetUpInput!) { setUp(input: $input) { id } }`;
const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { id } }`;
const begin = `mutation { beginPlexSignIn { url } }`;
const complete = `mutation ($input: CompletePlexSignInInput!) { completePlexSignIn(input: $input) { id user { id plexEmail } } }`;
const choose = `mutation ($input: ChoosePlexProfileInput!) { choosePlexProfile(input: $input) { id user { id } } }`;
const subscribe = `mutation ($input: SavePushSubscriptionInput!) { savePushSubscription(input: $input) { id } }`;
const changePassword = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { id } }`;

/** The first admin and another person, each with a password that was changed and a key. */
export async function welcomePeople(stage: CanaryStage): Promise<People> {
  const { canaries, server } = stage;
  const [owner, ann] = [stage.visit(), stage.visit()];
  canaries.learn("set.up.token", server.token!);
  const [first, second] = [canaries.plant("owners password"), canaries.plant("owners new password")];
  await owner.send(setUp, { input: { token: canaries.plant("wrong token"), username: "owner", password: first } });
  await owner.send(setUp, { input: { token: server.token, username: "owner", password: "canary" } });
  await owner.ask(setUp, { input: { token: server.token, username: "owner", password: first } });
  await stage.visit().send(setUp, { input: { token: server.token, username: "another", password: second } });
  await owner.send(changePassword, { input: { current: canaries.plant("wrong password"), new: second } });
  await owner.ask(changePassword, { input: { current: first, new: second } });
  await stage.visit().send(signIn, { input: { username: "owner", password: first } });
  await stage.visit().send(signIn, { input: { username: "nobody", password: canaries.plant("nobodys password") } });
  // Into the wrong field.
  const [typed, here] = [canaries.plant("typed as a name"), canaries.plant("typed at the set up")];
  for (let tries = 0; tries < 12; tries += 1)
    await stage.visit().send(signIn, { input: { username: typed, password: "a password" } });
  await stage.visit().send(setUp, { input: { token: "wrong", username: here, password: second } });
  await owner.ask(signIn, { input: { username: "owner", password: second } });

  const annsPassword = canaries.plant("anns password");
  const { createUser } = await owner.ask(`mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }`, {
    input: { username: "ann", password: annsPassword },
  });
  await owner.ask(`mutation { updateUser(input: { id: "${createUser.id}", maySelectReleases: true }) { id } }`);
  await ann.ask(signIn, { input: { username: "ann", password: annsPassword } });
  const makeKey = async (browser: Browser, name: string) => {
    const { createApiKey } = await browser.ask(
      `mutation ($name: String!) { createApiKey(input: { name: $name }) { key apiKey { id name prefix } } }`,
      { name },
    );
    canaries.learn(`${name}.key`, createApiKey.key);
    return createApiKey.key as string;
  };
  const people = {
    owner,
    ann,
    annsId: createUser.id as string,
    ownersKey: await makeKey(owner, "owners"),
    annsKey: await makeKey(ann, "anns"),
  };
  const [p256dh, auth] = [publicKeyOf(makePrivateKey()), randomBytes(16).toString("base64url")];
  canaries.learn("secret.of.owners.browser", auth);
  canaries.learn("key.of.owners.browser", p256dh);
  const endpoint = `https://push.invalid/${canaries.plant("owners browser")}`;
  const events = ["request_awaiting_approval", "request_failed", "integration_down"];
  await owner.ask(subscribe, { input: { endpoint, p256dh, auth, events } });
  learnCookies(stage, owner, "owner");
  learnCookies(stage, ann, "ann");
  return people;
}

function learnCookies({ canaries }: CanaryStage, browser: Browser, name: string): void {
  for (const [cookie, value] of browser.cookies) canaries.learn(`${cookie}.of.${name}`, value);
}

/** To plex.tv, to be somebody there. @returns what the browser comes back with. */
async function goToPlex(browser: Browser, { canaries, upstreams }: CanaryStage, username: string): Promise<string> {
  const { url } = (await browser.ask(begin)).beginPlexSignIn;
  canaries.learn(`code.of.${username}`, new URLSearchParams(url.split("#?")[1]).get("code")!);
  const state = new URL(upstreams.plexTv.signInAt(url, username)).searchParams.get("state")!;
  canaries.learn(`state.of.${username}`, state);
  return state;
}

/** Sign-ins at plex.tv that succeed, fail, are never finished, and lead to a Plex Home. */
export async function goThroughPlex(stage: CanaryStage): Promise<void> {
  const { canaries, upstreams } = stage;
  const { plexTv } = upstreams;
  for (const username of ["Fay", "Stan", "Owen"]) {
    const browser = stage.visit();
    await browser.send(complete, { input: { state: await goToPlex(browser, stage, username) } });
    if (browser.cookies.size > 0) learnCookies(stage, browser, username.toLowerCase());
  }
  const begun = stage.visit();
  const state = await goToPlex(begun, stage, "Fay");
  learnCookies(stage, begun, "whoever.began");
  await stage.visit().send(complete, { input: { state } });
  await begun.send(complete, { input: { state: canaries.plant("wrong state") } });
  plexTv.fault("server_error", { only: ({ pathname }) => pathname === "/api/v2/user" });
  await begun.send(complete, { input: { state } });

  const atHome = stage.visit();
  await atHome.send(complete, { input: { state: await goToPlex(atHome, stage, "Homer") } });
  const { data } = await atHome.send(`{ plexProfiles { id name avatarUrl needsPin } }`);
  const profileId = data.plexProfiles[0]?.id;
  for (const pin of [canaries.plant("wrong pin"), plexTv.accounts.at(-1)!.pin])
    await atHome.send(choose, { input: { profileId, pin } });
  await stage.visit().send(begin);
}

/** Asks in every wrong way, by both doors, with a secret in it. */
export async function askWrongly(stage: CanaryStage, { owner, ownersKey }: People): Promise<void> {
  const { canaries, proxy } = stage;
  const stranger = stage.visit();
  const socket = openSocket(proxy.url, { apiKey: ownersKey });
  const documents = malformedDocuments(canaries.plant("in a document")).map((document) => [document, {}] as const);
  for (const [document, variables] of [...documents, ...malformedVariables(canaries.plant("in variables"))]) {
    for (const browser of [stranger, owner]) await browser.send(document, variables).catch(() => {});
    socket.subscribe(document, variables);
    const query = new URLSearchParams({ query: document, variables: JSON.stringify(variables) });
    await fetch(`${proxy.url}/graphql?${query.toString()}`, { headers: { "apollo-require-preflight": "1" } });
  }
  await settled(socket, ownersKey, proxy.url);
  const body = (text: string, type = "application/json") =>
    fetch(`${proxy.url}/graphql`, { method: "POST", headers: { "content-type": type }, body: text });
  for (const text of [
    `{"query": "${canaries.plant("half")}`,
    `"${canaries.plant("text")}"`,
    canaries.plant("no json"),
  ]) {
    await body(text);
    await body(text, "text/plain");
  }
  for (const headers of [
    { authorization: `Bearer ${canaries.plant("wrong key")}` },
    { authorization: `Basic ${Buffer.from(`owner:${canaries.plant("basic")}`).toString("base64")}` },
    { cookie: `rmab_session=${canaries.plant("wrong cookie")}` },
    { origin: `http://${canaries.plant("origin")}.example` },
  ])
    await fetch(`${proxy.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query: "{ viewer { id } }" }),
    });
  const stray = new WebSocket(`${proxy.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await new Promise((resolve) => stray.once("open", resolve));
  stray.send(canaries.plant("no message"));
  await new Promise((resolve) => stray.once("close", resolve));
}

/** An answer to what was asked last means that all before it were answered. */
async function settled(socket: Socket, apiKey: string, url: string): Promise<void> {
  const last = openSocket(url, { apiKey });
  const { data } = last.subscribe(`{ viewer { id } }`);
  while (data.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await last.close();
  await socket.close();
}

/** Everything that is not GraphQL, whether it is there by now or not. */
export async function knockEverywhere({ proxy, canaries }: CanaryStage, apiKey: string): Promise<void> {
  const page = await (await fetch(proxy.url, { headers: { accept: "text/html" } })).text();
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
  const paths = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/playground",
    "/favicon.ico",
    "/.env",
    "/encryption.keys",
    "/debug",
    ...files,
  ];
  for (const path of paths)
    for (const headers of [{}, { authorization: `Bearer ${apiKey}` }])
      await (await fetch(`${proxy.url}${path}?token=${canaries.plant("in a query")}`, { headers })).arrayBuffer();
  await fetch(`${proxy.url}/${canaries.plant("in a path")}`, { headers: { accept: "application/json" } });
}
