/** The twelve checks after a fault can fail: each finds what is planted for it, and nothing else does. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadOrMakeKeyFile } from "../../security/encryption-keys.ts";
import { createSecretBox } from "../../security/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";
import { findLost, nothingLost, type Aftermath } from "./nothing-lost.ts";

const [asker, there, waiting, book, other, job, failed, message] = Array.from(
  { length: 8 },
  (_, index) => `00000000-0000-4000-8000-00000000000${index + 1}`,
) as [string, string, string, string, string, string, string, string];
const torrent = {
  infoHash: "a".repeat(40),
  name: "Emma",
  isSeeding: true,
  isMarked: true,
};

let folder: string;
let database: TestDatabase;
let client: Client;
let place: Aftermath;
const sql = (statement: string, values?: unknown[]) => client.query(statement, values);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "readmeabook-lost-"));
  database = await createTestDatabase();
  client = new Client({ ...database.address });
  await client.connect();
  const [library, downloads] = [join(folder, "library"), join(folder, "downloads")];
  for (const path of [join(library, "Emma/1.mp3"), join(downloads, "Emma/1.mp3")]) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "Emma Woodhouse");
  }
  const notification = `insert into notifications (id, event, dedupe_key, channel, title, body) values ($1, 'request_available', $2, 'notifier', 'There', 'Emma')`;
  const secret = createSecretBox(loadOrMakeKeyFile(folder).keys).seal("token", {
    table: "users",
    column: "auth_token",
    id: asker,
  });
  await sql("insert into users (id, username, role, auth_token) values ($1, 'owner', 'admin', $2)", [asker, secret]);
  await sql(
    "insert into audiobooks (id, title, author, file_path, plex_guid) values ($1, 'Emma', 'Jane Austen', $2, 'emma')",
    [book, join(library, "Emma")],
  );
  await sql("insert into audiobooks (id, title, author) values ($1, 'Persuasion', 'Jane Austen')", [other]);
  await sql(
    `insert into requests (id, user_id, audiobook_id, status, step) values ($1, $3, $4, 'completed', null), ($2, $3, $5, 'pending', 'search_indexers')`,
    [there, waiting, asker, book, other],
  );
  await sql(
    "insert into request_events (request_id, type, to_status, message) values ($1, 'status', 'completed', 'There.')",
    [there],
  );
  await sql(
    `insert into download_history (request_id, indexer_name, release_key, verdict, selected, download_status, download_client_id)
     values ($1, 'Indexer', 'emma', 'acceptable', true, 'completed', $2)`,
    [there, torrent.infoHash],
  );
  await sql(notification, [message, `request_available ${there} notifier`]);
  await sql(
    `insert into library_items (media_server, item_id, guid, library_id, title, path, audiobook_id) values ('folder', '1', 'emma', '1', 'Emma', $1, $2)`,
    [join(library, "Emma"), book],
  );
  await sql("insert into pgboss.job (id, name, singleton_key, data) values ($1, 'search_indexers', $2, '{}')", [
    job,
    waiting,
  ]);
  await sql(
    "insert into jobs (id, queue_job_id, request_id, type, status) values ($1::uuid, $1, $2, 'search_indexers', 'pending')",
    [job, waiting],
  );
  place = {
    data: folder,
    library,
    downloads,
    database: database.address,
    owner: { listAdded: async () => [{ ...torrent, contentPath: join(downloads, "Emma") }] },
    books: new Map([["Emma", [createHash("sha256").update("Emma Woodhouse").digest("hex")]]]),
    seen: null,
    scans: 1,
    told: [message],
    crashes: 0,
    done: {},
  };
});
afterAll(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** By somebody who has seen everything. */
async function find(changes: Partial<Aftermath> = {}) {
  const { rows } = await sql("select id, version, upper(status) as status from requests");
  return findLost({ ...place, seen: new Map(rows.map((row) => [row.id, row])), ...changes }, 0);
}
/** What is wrong while `statement` is done, and undone again. */
async function findAfter(statement: string, undo: string): Promise<string[]> {
  await sql(statement);
  try {
    return (await find()).problems;
  } finally {
    await sql(undo);
  }
}
const withTorrents = (torrents: readonly object[]) =>
  find({
    owner: {
      listAdded: async () =>
        torrents.map((each) => ({ ...torrent, contentPath: join(place.downloads, "Emma"), ...each })),
    },
  });

describe("after a fault", () => {
  it("all is well where nothing was lost, and what cannot be looked at is said", async () => {
    expect(nothingLost).toHaveLength(12);
    expect(await find()).toEqual({
      problems: [],
      skipped: [],
    });
    expect((await find({ seen: null })).skipped).toContain("What a subscriber saw last is what is so: nobody watched.");
  });

  it.each([
    [
      "a request without a job",
      "update requests set step = 'match_plex' where status = 'pending'",
      `update requests set step = 'search_indexers' where status = 'pending'`,
      "Every request on its way has exactly one job due, but: “Persuasion” is pending, and has 0 jobs for its step match_plex.",
    ],
    [
      "a step that runs twice",
      `insert into pgboss.job (id, name, singleton_key, state, policy, started_on) select id, 'scan_plex', 'one', 'active', null, now() from (values ('${failed}'::uuid), ('${asker}')) as twice (id);
       insert into jobs (id, queue_job_id, type, status, attempts) select id, id::text, 'scan_plex', 'active', 1 from (values ('${failed}'::uuid), ('${asker}')) as twice (id)`,
      `delete from jobs where type = 'scan_plex'; delete from pgboss.job where name = 'scan_plex'`,
      "No step of a request runs twice at once, but: scan_plex of one is active 2 times.",
    ],
    [
      "a job without a history",
      `delete from jobs where id = '${job}'`,
      `insert into jobs (id, queue_job_id, request_id, type, status) values ('${job}', '${job}', '${waiting}', 'search_indexers', 'pending')`,
      `The history of jobs is what the queue did, but: search_indexers ${job}: the queue says created after 0 attempts, the history nothing after .`,
    ],
    [
      "a book that nobody recognised",
      "delete from library_items",
      `insert into library_items (media_server, item_id, guid, library_id, title, path, audiobook_id) values ('folder', '1', 'emma', '1', 'Emma', '', '${book}')`,
      "Every book that is there was recognised once, but: “Emma” is nowhere in the library, and was completed 1 times.",
    ],
    [
      "a record of the audit that is not the one that was sealed",
      "insert into audit_events (action, position, seal) values ('job.run', 1, 'k1:forged')",
      "alter table audit_events disable trigger user; delete from audit_events; alter table audit_events enable trigger user",
      /^The audit has everything once, in a chain that is whole, but: Position 1: /,
    ],
    [
      "a job that nobody has heard of",
      `update pgboss.job set state = 'active', started_on = now() - interval '1 hour'; update jobs set status = 'stuck', attempts = 1`,
      `update pgboss.job set state = 'created', started_on = null; update jobs set status = 'pending', attempts = 0`,
      /^No job runs that nobody has heard of, but: search_indexers/,
    ],
    [
      "a failure that nobody is told of",
      `insert into jobs (id, queue_job_id, request_id, type, status, error_message, completed_at) values ('${failed}', '${failed}', '${waiting}', 'search_indexers', 'failed', 'Out of luck.', now())`,
      `delete from jobs where id = '${failed}'`,
      `Whatever failed for good is told where people look, but: search_indexers ${failed} has failed: Out of luck..`,
    ],
    [
      "a secret that does not open",
      "update users set auth_token = auth_token || 'AAAA'",
      "update users set auth_token = left(auth_token, -4)",
      /^Every secret opens, but: A value in users\.auth_token does not open/,
    ],
  ])("finds %s", async (_what, statement, undo, problem) => {
    expect(await findAfter(statement, undo)).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  it("finds a torrent that is missing, there twice, not wanted, not ours, not seeded, or changed", async () => {
    const says = (line: string) => `The download client has one torrent for each download, but: ${line}.`;
    const { infoHash } = torrent;
    expect((await withTorrents([])).problems).toEqual([says(`${infoHash} is in the download client 0 times`)]);
    expect((await withTorrents([{}, {}])).problems).toEqual([says(`${infoHash} is in the download client 2 times`)]);
    expect((await withTorrents([{}, { infoHash: "b" }])).problems).toEqual([says("nobody wants “Emma”")]);
    expect((await withTorrents([{ isMarked: false }])).problems).toEqual([says("“Emma” is not marked as ours")]);
    expect((await withTorrents([{ isSeeding: false }])).problems).toEqual([says("“Emma” is not seeded")]);
    await writeFile(join(place.downloads, "Emma/2.mp3"), "Harriet Smith");
    expect((await find()).problems).toEqual([says("what the download client has of “Emma” was changed")]);
    await rm(join(place.downloads, "Emma/2.mp3"));
  });

  it("finds a book that is not whole, and what lies beside it", async () => {
    const says = (line: string) =>
      `Every book that is there lies in one folder, whole, and nothing else lies there, but: ${line}.`;
    await mkdir(join(place.library, ".readmeabook-import/1"), { recursive: true });
    await writeFile(join(place.library, ".readmeabook-import/1/1.mp3"), "Emma W");
    expect((await find()).problems).toEqual([
      says(`${place.library}/.readmeabook-import/1 is no book's that is there`),
    ]);
    await rm(join(place.library, ".readmeabook-import"), { recursive: true });
    await writeFile(join(place.library, "Emma/1.mp3"), "Emma W");
    expect((await find()).problems).toEqual([
      says(`“Emma” has other files (1 in ${place.library}/Emma) than were seeded`),
    ]);
    await writeFile(join(place.library, "Emma/1.mp3"), "Emma Woodhouse");
  });

  it("finds what a subscriber missed, an action that is not in the audit, and a media server that nobody told", async () => {
    const { problems } = await find({ seen: new Map([[there, { version: 9, status: "FAILED" }]]) });
    expect(problems).toEqual([
      expect.stringMatching(/^What a subscriber saw last is what is so, but: .* COMPLETED .* was seen FAILED \(9\)/),
      expect.stringMatching(/^What a subscriber saw last is what is so, but: .* PENDING .* was seen never \(–\)/),
    ]);
    expect((await find({ done: { "set_up.done": 1 } })).problems).toEqual([
      "The audit has everything once, in a chain that is whole, but: set_up.done was done 1 times and is recorded 0 times.",
    ]);
    const untold = (times: number) => [
      `Of every book that has come people were told, and hardly twice, but: of “Emma” there are 1 messages, and one came ${times} times.`,
    ];
    expect((await find({ told: [] })).problems).toEqual(untold(0));
    expect((await find({ told: [message, message] })).problems).toEqual(untold(2));
    expect((await find({ told: [message, message], crashes: 1 })).problems).toEqual([]);
    expect((await find({ scans: 0 })).problems).toEqual([
      "Every book that is there was recognised once, but: The media server was never told to scan.",
    ]);
  });
});
