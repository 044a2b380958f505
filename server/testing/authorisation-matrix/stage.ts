/**
 * What the authorisation matrix is asked of: a program in which one person has one of everything, with something in every
 * field, so that what is null was withheld. Written as rows: most of it no operation makes at once, and it takes no time.
 */
import { writeNote } from "../../backup/backup-folder.ts";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes, randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { Pool } from "pg";
import { makePrivateKey, publicKeyOf } from "../../integrations/notifiers/web-push.ts";
import { placeOf } from "../../notifications/browser-channel.ts";
import { digest } from "../../users/session.ts";
import { startCatalogFake } from "../fakes/catalog.ts";
import { startPlexPlace, type PlexPlace } from "../../users/sign-in/plex-test-place.ts";

export interface MatrixStage {
  readonly place: PlexPlace;
  /** The ids of those who ask. Ann is the person whom everything belongs to. */
  readonly people: Readonly<Record<"ann" | "bob" | "ada" | "dora", string>>;
  /** The ids of what Ann has, by type. */
  readonly things: Readonly<Record<string, string>>;
  /** A request of Bob's, which is younger than Ann's. */
  readonly bobsRequest: string;
  readonly password: string;
  sql<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** A row. @returns its id. */
  insert(table: string, row: Readonly<Record<string, unknown>>): Promise<string>;
  /** Something of Ann's that nothing was done to yet. @returns its id. */
  freshRequest(status: string): Promise<string>;
  freshRelease(request: string): Promise<string>;
  freshSession(user: string): Promise<{ readonly id: string; readonly token: string }>;
  freshKey(user: string, scopes: readonly string[]): Promise<{ readonly id: string; readonly key: string }>;
  freshBrowser(): Promise<string>;
  freshUser(row?: object): Promise<string>;
  close(): Promise<void>;
}

/** Starts one. */
export async function openMatrixStage(): Promise<MatrixStage> {
  const [place, catalog] = [await startPlexPlace(), await startCatalogFake()];
  catalog.books = [catalogBook];
  await putBackup(place.dataDir);
  const pool = new Pool({ ...place.database.address, max: 4 });
  const password = "a long enough password";
  const passwordHash = await hash(password);
  let number = 0;

  const sql: MatrixStage["sql"] = async (statement, values) => (await pool.query(statement, values)).rows;
  const insert: MatrixStage["insert"] = async (table, row) => {
    const places = Object.keys(row).map((_, index) => `$${index + 1}`);
    const names = Object.keys(row).join(", ");
    const [made] = await sql(
      `insert into ${table} (${names}) values (${places.join(", ")}) returning id`,
      Object.values(row),
    );
    return made.id;
  };
  const freshUser: MatrixStage["freshUser"] = (row = {}) =>
    insert("users", { username: `someone${(number += 1)}`, password_hash: passwordHash, ...row });
  const freshSession: MatrixStage["freshSession"] = async (user) => {
    const token = randomBytes(32).toString("base64url");
    const row = { user_id: user, token_hash: digest(token), expires_at: later, address: "192.0.2.1", user_agent: "a" };
    return { id: await insert("sessions", row), token };
  };
  const freshKey: MatrixStage["freshKey"] = async (user, scopes) => {
    const prefix = randomBytes(4).toString("hex");
    const key = `rmab_${prefix}_${randomBytes(24).toString("base64url")}`;
    return { id: await insert("api_keys", { user_id: user, name: "a", prefix, key_hash: digest(key), scopes }), key };
  };
  const freshRequest = async (user: string, status: string, row: object = {}) => {
    const audiobook_id = await insert("audiobooks", { title: `Book ${(number += 1)}`, author: "Nobody" });
    return insert("requests", { user_id: user, audiobook_id, status, ...row });
  };
  const freshRelease = (request: string, row: object = {}) => {
    const facts = { indexer_name: "an indexer", torrent_name: `Release ${(number += 1)}`, release_key: `${number}` };
    const torrent_hash = String(number).padStart(40, "0");
    return insert("download_history", { request_id: request, verdict: "acceptable", torrent_hash, ...facts, ...row });
  };

  await place.configure({
    "catalog.type": "sandbox",
    "catalog.url": catalog.url,
    "indexer.type": "torznab",
    "indexer.url": "http://127.0.0.1:1/api",
    "indexer.api_key": "x",
    "notifier.type": "ntfy",
    "notifier.url": "http://127.0.0.1:1/topic",
  });
  const chooses = { may_select_releases: true };
  const people = {
    ann: await freshUser({ ...annsFacts, username: "ann", ...chooses }),
    bob: await freshUser({ username: "bob", ...chooses }),
    ada: await freshUser({ username: "ada", role: "admin" }),
    dora: await freshUser({ username: "dora", role: "admin" }),
  };
  const request = await freshRequest(people.ann, "failed", { ...requestFacts, decided_by_id: people.ada });
  const [{ audiobook_id: audiobook }] = await sql("select audiobook_id from requests where id = $1", [request]);
  await sql(
    `update audiobooks set ${Object.keys(bookFacts)
      .map((name, index) => `${name} = $${index + 1}`)
      .join(", ")} where id = '${audiobook}'`,
    Object.values(bookFacts),
  );
  const browser = {
    endpoint: "https://127.0.0.1:8443/",
    p256dh: publicKeyOf(makePrivateKey()),
    auth: randomBytes(16).toString("base64url"),
  };
  const freshBrowser = () => {
    const id = randomUUID();
    const subscription = place.makeContext().secrets.seal(JSON.stringify(browser), placeOf(id));
    return insert("push_subscriptions", { id, user_id: people.ann, fingerprint: id, subscription, ...browserFacts });
  };
  const key = await freshKey(people.ann, ["read"]);
  await sql(
    `update api_keys set expires_at = $1, last_used_at = $1, last_used_address = '::1', revoked_at = $1 where id = $2`,
    [later, key.id],
  );
  const things = {
    ApiKey: key.id,
    Audiobook: audiobook as string,
    AuditEvent: await insert("audit_events", { ...auditFacts, actor_id: people.ann }),
    DownloadHistory: await freshRelease(request, releaseFacts),
    Job: await insert("jobs", { ...jobFacts, request_id: request }),
    Notification: await insert("notifications", { ...notificationFacts, user_id: people.ann }),
    PushSubscription: await freshBrowser(),
    Request: request,
    RequestEvent: await insert("request_events", { ...eventFacts, request_id: request }),
    Session: (await freshSession(people.ann)).id,
    User: people.ann,
  };
  return {
    place,
    people,
    things,
    bobsRequest: await freshRequest(people.bob, "failed"),
    password,
    sql,
    insert,
    freshRequest: (status) => freshRequest(people.ann, status),
    freshRelease,
    freshSession,
    freshKey,
    freshBrowser,
    freshUser,
    async close() {
      await pool.end();
      await place.close();
      await catalog.close();
    },
  };
}

const later = new Date("2100-01-01");
const annsFacts = {
  plex_id: "4711",
  plex_username: "Ann",
  plex_email: "ann@example.com",
  avatar_url: "https://plex.tv/ann",
  last_login_at: later,
  auto_approve: true,
  request_quota: 0,
  request_quota_days: 7,
};
const notificationFacts = {
  event: "request_failed",
  dedupe_key: "a",
  channel: "notifier",
  title: "Failed: A book",
  body: "It failed.",
  path: "/requests/1",
  state: "sent",
  attempts: 1,
  last_error: "Nobody answers.",
  sent_at: later,
};
const browserFacts = { events: ["request_failed"], user_agent: "a", delivered_at: later, failing_since: later };
const requestFacts = {
  error_message: "It failed.",
  completed_at: later,
  step: "search_indexers",
  blocker: "no_release_found",
  blocker_message: "Nobody has it.",
  next_try_at: later,
  decision_reason: "Why not.",
  decided_at: later,
  archived_at: later,
};
const bookFacts = {
  audible_id: "B000000001",
  narrator: "Nora",
  description: "A book.",
  cover_art_url: "https://covers/1",
  duration_minutes: 1,
  release_date: "2020-01-01",
  rating: 1,
  genres: `["Fiction"]`,
  plex_guid: "plex://1",
  plex_library_id: "2",
  file_path: "/library/1",
  file_format: "m4b",
  file_size_bytes: 1,
  available_at: later,
  subtitle: "Or not",
  series_title: "Books",
  series_position: "1",
  language: "english",
  is_abridged: false,
};
const releaseFacts = {
  torrent_size_bytes: 1,
  seeders: 1,
  leechers: 1,
  quality_score: 1,
  selected: true,
  download_client: "embedded",
  download_status: "failed",
  download_error: "It failed.",
  started_at: later,
  completed_at: later,
  refusal: "No.",
  score_reasons: `[{ "points": 1, "text": "Why not." }]`,
  published_at: later,
  progress: 1,
  download_bytes_per_second: 1,
  seconds_left: 1,
};
const jobFacts = {
  queue_job_id: "1",
  type: "search_indexers",
  status: "failed",
  payload: "{}",
  result: "{}",
  error_message: "It failed.",
  stack_trace: "here",
  progress: 1,
  started_at: later,
  completed_at: later,
};
const eventFacts = {
  type: "status",
  from_status: "pending",
  to_status: "failed",
  step: "search_indexers",
  message: "It failed.",
};
const auditFacts = {
  action: "job.run",
  actor_name: "Ann",
  address: "192.0.2.1",
  subject_type: "job",
  subject_id: "1",
  position: 1_000_000,
  seal: "k1:x",
};
const catalogBook = {
  audibleId: "B000000002",
  title: "The book",
  subtitle: null,
  author: "Nobody",
  narrator: null,
  seriesTitle: null,
  seriesPosition: null,
  language: null,
  isAbridged: null,
  description: null,
  coverArtUrl: null,
  durationMinutes: null,
  releaseDate: null,
  rating: null,
  genres: [],
};

/** One of which all is known that there is to know. */
async function putBackup(dataDir: string): Promise<void> {
  const folder = join(dataDir, "backups");
  await mkdir(folder, { recursive: true });
  const path = join(folder, "readmeabook-20260101T000000000Z-0.1.0.rmab.failed");
  await writeFile(path, "");
  const madeAt = new Date("2026-01-01").toISOString();
  await writeNote(path, {
    cause: "hand",
    madeAt,
    program: "0.1.0",
    rows: 1,
    checkedAt: null,
    reason: "It was cut off.",
  });
}
