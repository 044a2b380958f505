/** Who asks. For a mutation a browser has a new session every time: whatever ends one spoils nothing for the next question. */
import { expect } from "vitest";
import { eventually } from "../eventually.ts";
import { openSocket } from "../socket.ts";
import type { Answer } from "../test-app.ts";
import type { MatrixStage } from "./stage.ts";

/** What somebody brings to say who they are. */
type Presented = { readonly cookie?: string; readonly apiKey?: string };

export interface Caller {
  readonly name: string;
  present(isMutation: boolean): Promise<Presented>;
}

/** The columns of the matrix. */
export async function makeCallers(stage: MatrixStage): Promise<readonly Caller[]> {
  const { ann, bob, ada, dora } = stage.people;
  const browser = (name: string, user: string): Caller => {
    const signIn = async () => ({ cookie: cookieOf(await stage.freshSession(user)) });
    let reader: Promise<Presented> | null = null;
    return { name, present: (isMutation) => (isMutation ? signIn() : (reader ??= signIn())) };
  };
  const script = async (name: string, user: string, scope: string): Promise<Caller> => {
    const { key } = await stage.freshKey(user, [scope]);
    return { name, present: async () => ({ apiKey: key }) };
  };
  return [
    { name: "anonymous", present: async () => ({}) },
    browser("the person", ann),
    browser("another user", bob),
    browser("admin", ada),
    await script("key READ", ann, "read"),
    await script("key REQUEST", ann, "request"),
    await script("key ADMIN", ada, "admin"),
    await demoted(stage, dora),
  ];
}

/** A person's key that may do all that the person may. */
export async function fullKeyOf(stage: MatrixStage, user: string): Promise<Caller> {
  const { key } = await stage.freshKey(user, ["read", "request", "admin"]);
  return { name: "key", present: async () => ({ apiKey: key }) };
}

/** Somebody who was an admin when they signed in, and is none any more. */
async function demoted(stage: MatrixStage, id: string): Promise<Caller> {
  const cookie = cookieOf(await stage.freshSession(id));
  const caller: Caller = { name: "demoted admin", present: async () => ({ cookie }) };
  const isKnown = async () => (await ask(stage, caller, `{ viewer { role } }`)).data.viewer;
  expect(await isKnown()).toEqual({ role: "ADMIN" });
  await stage.place.admin.ask(`mutation { updateUser(input: { id: "${id}", role: USER }) { id } }`);
  await eventually(async () => expect(await isKnown()).toBeNull(), 1_000);
  return caller;
}

function cookieOf({ token }: { readonly token: string }): string {
  return `rmab_session=${token}`;
}

/** Sends an operation through its door. @returns the answer; of a subscription the first one. */
export async function ask(stage: MatrixStage, caller: Caller, document: string): Promise<Answer> {
  const { url } = stage.place;
  const { cookie, apiKey } = await caller.present(document.startsWith("mutation"));
  const headers = { origin: url, ...(cookie ? { cookie } : {}) };
  if (document.startsWith("subscription")) return hear(stage, { apiKey: apiKey ?? null, headers }, document);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...headers,
      ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
    },
    body: JSON.stringify({ query: document }),
  });
  return (await response.json()) as Answer;
}

/** After the first word on everything that the caller may hear of, the first one on less of it is not far. */
const graceMs = 150;

/** @returns `{ data: null }` where nothing comes. */
async function hear(
  { place, sql, things }: MatrixStage,
  presented: Parameters<typeof openSocket>[1],
  document: string,
): Promise<Answer> {
  const socket = openSocket(place.url, presented);
  try {
    const seen = socket.subscribe<any>(document);
    const everything = socket.subscribe(`subscription { requestChanged(after: "0") { cursor } }`);
    let until = Infinity;
    return await eventually(async () => {
      if (document.includes("jobChanged")) await sql("update jobs set attempts = 1 where id = $1", [things["Job"]]);
      if (seen.errors[0]) return { data: null, errors: [{ message: "", extensions: { code: seen.errors[0] } }] };
      if (seen.data[0]) return { data: seen.data[0] };
      if (everything.data.length > 0) until = Math.min(until, Date.now() + graceMs);
      return Date.now() > until ? { data: null } : expect.fail("Nothing has come yet.");
    });
  } finally {
    await socket.close();
  }
}
