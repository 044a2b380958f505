/** What the tests of the audit play on: a program with a Plex server, and people, requests and candidates to do things to. */
import { Client } from "pg";
import { expect } from "vitest";
import { startPlexPlace, type PlexPlace } from "../../users/sign-in/plex-test-place.ts";
import { openBrowser, type Browser } from "../browser.ts";
import type { Answer, TestClient } from "../test-app.ts";

/** A record of the audit, as far as a case says what it is. */
export interface Recorded {
  readonly action: string;
  /** A name; null for nobody. */
  readonly actor: string | null;
  /** Kind and id, with a space between; null for none. */
  readonly subject: unknown;
  readonly details: unknown;
}

/** Something that is done, after what it needs was made ready, and all that the audit then has of it, in this order. */
export type AuditCase = (stage: AuditStage) => Promise<{
  act(): Promise<unknown>;
  records(): readonly Recorded[];
}>;

/** Mutation → what it may be about → the case. */
export type AuditCases = Readonly<Record<string, Readonly<Record<string, AuditCase>>>>;

/** What somebody who acts has. */
type Actor = Pick<TestClient, "send">;
/** A request of somebody other than the owner, and what the audit says of it. */
interface StagedRequest {
  readonly id: string;
  readonly subject: string;
  readonly about: object;
}

export interface AuditStage {
  readonly place: PlexPlace;
  readonly owner: Actor;
  readonly ownerId: string;
  readonly password: string;
  /** What must not be found in the audit. */
  readonly secrets: Set<string>;
  sql<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** A name that nobody has. */
  newName(): string;
  /** Sends a mutation; whatever comes of it. */
  attempt(who: Actor, mutation: string, input?: object | null): Promise<Answer>;
  /** Does what must succeed. @param fields what is asked of the answer. @returns the answer's field. */
  mutate(who: Actor, mutation: string, input?: object | null, fields?: string): Promise<any>;
  /** Somebody with a local account. */
  person(): Promise<{ readonly id: string; readonly username: string }>;
  signedIn(username: string): Promise<Browser>;
  requested(limits?: object): Promise<StagedRequest>;
  candidate(): Promise<StagedRequest & { readonly requestId: string }>;
  close(): Promise<void>;
}

/** An id that is not known before. */
export const someOf = (type: string) => expect.stringMatching(new RegExp(`^${type} [0-9a-f-]{36}$`));

/** What the owner, and nobody else, has done. */
export const byOwner = (action: string, subject: unknown, details: unknown = {}): Recorded[] => [
  { action, actor: "owner", subject, details },
];

/** Starts one. */
export async function openAuditStage(): Promise<AuditStage> {
  const place = await startPlexPlace();
  const client = new Client({ ...place.database.address });
  await client.connect();
  const password = "canary password 4711";
  const { viewer } = await place.admin.ask(`{ viewer { id } }`);
  const sql: AuditStage["sql"] = async (statement, values) => (await client.query(statement, values)).rows;
  let number = 0;

  const send = (who: Actor, mutation: string, input: object | null, fields: string) => {
    const type = Array.isArray(input)
      ? "[ConfigurationInput!]!"
      : `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    return input
      ? who.send(`mutation ($input: ${type}) { ${mutation}(input: $input) ${fields} }`, { input })
      : who.send(`mutation { ${mutation} ${fields} }`);
  };
  const stage: AuditStage = {
    place,
    owner: place.admin,
    ownerId: viewer.id,
    password,
    secrets: new Set(["canary", "account-token-of", place.setUpToken!]),
    sql,
    newName: () => `person${(number += 1)}`,
    attempt: (who, mutation, input = null) => send(who, mutation, input, "{ __typename }"),
    async mutate(who, mutation, input = null, fields = "{ id }") {
      const { data, errors } = await send(who, mutation, input, fields);
      if (errors) throw new Error(`${mutation}: ${errors[0]!.message}`);
      return data[mutation];
    },
    async person() {
      const username = stage.newName();
      const { id } = await stage.mutate(place.admin, "createUser", { username, password });
      return { id, username };
    },
    async signedIn(username) {
      const browser = openBrowser(place.url);
      await stage.mutate(browser, "signIn", { username, password });
      return browser;
    },
    async requested(limits = {}) {
      const { id: asker, username } = await stage.person();
      await stage.mutate(place.admin, "updateUser", { id: asker, ...limits });
      const book = `The book of ${username}`;
      const browser = await stage.signedIn(username);
      const { id } = await stage.mutate(browser, "createRequest", { title: book, author: "Nobody" });
      return { id, subject: `request ${id}`, about: { book, askedBy: username } };
    },
    async candidate() {
      const { id: requestId, about } = await stage.requested();
      const { book } = about as { book: string };
      // A refused one, which the search that is under way does not take by itself.
      const [{ id }] = await sql(
        `insert into download_history (id, request_id, indexer_name, torrent_name, release_key, verdict)
         values (gen_random_uuid(), $1, 'an indexer', $2, $2, 'refused') returning id`,
        [requestId, `${book} [m4b]`],
      );
      const named = { book, release: `${book} [m4b]`, indexer: "an indexer", requestId };
      return { id, requestId, subject: `release ${id}`, about: named };
    },
    async close() {
      await client.end();
      await place.close();
    },
  };
  return stage;
}
