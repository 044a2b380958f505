/**
 * Fills the tables with a believable library, in sets. The same seed and time make the same rows, ids included. What is
 * on its way in it stands still: its requests have no step that is due, so the program leaves them as they are.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Kysely } from "kysely";
import { AvailabilityStatus } from "../audiobooks/audiobook.entity.ts";
import { DownloadStatus, ReleaseVerdict } from "../requests/download-history.entity.ts";
import { lifecycle } from "../requests/lifecycle-table.ts";
import { RequestEventType } from "../requests/request-event.entity.ts";
import { BlockerKind, RequestStatus } from "../requests/request-status.ts";
import { JobStatus } from "../jobs/job.entity.ts";
import { narrators, people, works } from "./seed-books.ts";
import { createChance } from "./seed-chance.ts";

/** How much to make, and from which number. */
export interface LibrarySize {
  readonly seed: number;
  /** At the most: each work is recorded once by each narrator. */
  readonly audiobooks: number;
  readonly requests: number;
  /** What "now" is; everything lies in the 90 days before it. */
  readonly now: Date;
}

/** Rows made, by table. */
export type Made = Readonly<Record<string, number>>;

const { AWAITING_APPROVAL, PENDING, SEARCHING, DOWNLOADING, PROCESSING, COMPLETED, FAILED, CANCELLED, DENIED } =
  RequestStatus;
/** How often each status comes, and the way that leads to it. */
const ways: readonly (readonly [weight: number, way: readonly RequestStatus[]])[] = [
  [45, [PENDING, SEARCHING, DOWNLOADING, PROCESSING, COMPLETED]],
  [12, [PENDING, SEARCHING, PENDING]],
  [3, [PENDING]],
  [3, [PENDING, SEARCHING]],
  [10, [PENDING, SEARCHING, DOWNLOADING]],
  [4, [PENDING, SEARCHING, DOWNLOADING, PROCESSING]],
  [8, [PENDING, SEARCHING, DOWNLOADING, FAILED]],
  [6, [PENDING, CANCELLED]],
  [5, [AWAITING_APPROVAL]],
  [4, [AWAITING_APPROVAL, DENIED]],
];
const sentences: Readonly<Record<RequestStatus, string>> = {
  [AWAITING_APPROVAL]: "Asked for; an admin has to say yes.",
  [PENDING]: "Asked for.",
  [SEARCHING]: "Asking the indexers.",
  [DOWNLOADING]: "The best release was chosen.",
  [PROCESSING]: "The download is complete.",
  [COMPLETED]: "The book is in the library.",
  [FAILED]: "Every release that was found has failed.",
  [CANCELLED]: "Cancelled.",
  [DENIED]: "Denied.",
};
const dayMs = 86_400_000;

/** @returns how many rows of each table were made, in one transaction. */
export function seedLibrary(em: EntityManager, size: LibrarySize): Promise<Made> {
  const rows = makeRows(size);
  return em.transactional(async (inner) => {
    const db = (inner as EntityManager).getKysely() as Kysely<any>;
    for (const [table, all] of Object.entries(rows))
      for (let from = 0; from < all.length; from += 1000)
        await db
          .insertInto(table)
          .values(all.slice(from, from + 1000))
          .execute();
    return Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, all.length]));
  });
}

function makeRows({ seed, audiobooks, requests, now }: LibrarySize): Record<string, Record<string, unknown>[]> {
  const { random, pick, between, weighted, idAt } = createChance(seed);
  const ago = (days: number) => new Date(now.getTime() - Math.floor(days * dayMs));

  const users = people.map((name) => {
    const created = ago(between(60, 90));
    return { id: idAt(created), plex_id: `seed-${seed}-${name}`, plex_username: name, created_at: created };
  });
  const recordings = narrators.flatMap((narrator) => works.map((work) => ({ work, narrator }))).slice(0, audiobooks);
  const books = recordings.map(({ work: [title, author, minutes, genres], narrator }, index) => {
    const created = ago(60 + random() * 30);
    const [, way] = weighted(ways);
    const status = lifecycle[way.at(-1)!].availability;
    const available = status === AvailabilityStatus.AVAILABLE;
    return {
      way,
      row: {
        id: idAt(created),
        audible_id: `SEED${seed}-${index}`,
        title,
        author,
        narrator,
        description: `${title}, read by ${narrator}.`,
        duration_minutes: Math.round(minutes * (0.94 + random() * 0.12)),
        release_date: `${between(2004, 2025)}-${String(between(1, 12)).padStart(2, "0")}-${String(between(1, 28)).padStart(2, "0")}`,
        rating: (3 + random() * 2).toFixed(2),
        genres: JSON.stringify(genres),
        availability_status: status,
        file_format: available ? "m4b" : null,
        file_size_bytes: available ? minutes * 480_000 : null,
        available_at: available ? ago(random() * 30) : null,
        created_at: created,
      },
    };
  });

  const asked: Record<string, unknown>[] = [];
  const events: Record<string, unknown>[] = [];
  const releases: Record<string, unknown>[] = [];
  const jobs: Record<string, unknown>[] = [];
  const most = Math.min(requests, users.length * books.length);
  for (let index = 0; index < most; index += 1) {
    const book = books[index % books.length]!;
    // Another person each time round the books: no pair comes twice.
    const user = users[(index + Math.floor(index / books.length) * 7) % users.length]!;
    const created = ago(1 + random() * 58);
    const { way } = book;
    const status = way.at(-1)!;
    const id = idAt(created);
    const moment = (step: number) => new Date(created.getTime() + step * 90_000);
    const done = moment(way.length);
    const waits = status === PENDING && way.length > 1;
    const progress = status === DOWNLOADING ? between(1, 99) : status === PROCESSING || status === COMPLETED ? 100 : 0;
    asked.push({
      id,
      user_id: user.id,
      audiobook_id: book.row.id,
      status,
      progress,
      priority: random() < 0.05 ? between(1, 10) : 0,
      error_message: status === FAILED ? `${sentences[FAILED]} Try again later, or choose one by hand.` : null,
      search_attempts: way.filter((each) => each === SEARCHING).length,
      download_attempts: way.filter((each) => each === DOWNLOADING).length,
      blocker: waits ? BlockerKind.NO_RELEASE_FOUND : null,
      blocker_message: waits ? "No indexer has this recording yet." : null,
      created_at: created,
      updated_at: done,
      completed_at: status === COMPLETED ? done : null,
    });
    for (const [step, to] of way.entries()) {
      const message = to === PENDING && step > 0 ? "No indexer has this recording yet." : sentences[to];
      const type = to === PENDING && step > 0 ? RequestEventType.WAITING : RequestEventType.STATUS;
      const from = way[step - 1] ?? null;
      events.push({
        id: idAt(moment(step)),
        request_id: id,
        type,
        from_status: from,
        to_status: to,
        message,
        created_at: moment(step),
      });
      const [type_of_job] = lifecycle[to].jobs;
      if (type_of_job && step + 1 < way.length)
        jobs.push({
          id: idAt(moment(step)),
          request_id: id,
          type: type_of_job,
          status: way[step + 1] === FAILED ? JobStatus.FAILED : JobStatus.COMPLETED,
          attempts: way[step + 1] === FAILED ? 3 : 1,
          payload: JSON.stringify({ requestId: id }),
          error_message: way[step + 1] === FAILED ? "The download client reported an error." : null,
          started_at: moment(step),
          completed_at: moment(step + 1),
          created_at: moment(step),
        });
    }
    if (way.includes(DOWNLOADING))
      for (let place = between(2, 5); place > 0; place -= 1)
        releases.push(release(id, book.row, place, status, progress, moment(2)));
  }
  return {
    users,
    audiobooks: books.map(({ row }) => row),
    requests: asked,
    request_events: events,
    download_history: releases,
    jobs,
  };

  /** @param place 1 is the best, and was chosen; the last one is an abridged reading. */
  function release(
    requestId: string,
    book: (typeof books)[number]["row"],
    place: number,
    status: RequestStatus,
    progress: number,
    found: Date,
  ) {
    const selected = place === 1;
    const refused = place > 2;
    const reasons = [
      { points: 40, text: "Title and author are those of the book." },
      { points: 30 - place * 5, text: `${40 - place * 6} people share it.` },
      ...(refused ? [{ points: -60, text: "It says that it is abridged." }] : []),
    ];
    const downloads: Partial<Record<RequestStatus, DownloadStatus>> = {
      [DOWNLOADING]: DownloadStatus.DOWNLOADING,
      [FAILED]: DownloadStatus.FAILED,
    };
    const torrentSizeBytes = book.duration_minutes * between(450_000, 960_000);
    const isMoving = selected && status === DOWNLOADING;
    const bytesPerSecond = between(400_000, 4_000_000);
    const bytesLeft = (torrentSizeBytes * (100 - progress)) / 100;
    return {
      id: idAt(found),
      request_id: requestId,
      indexer_name: pick(["Library of Torrents", "Bookshelf", "Open Audio"]),
      torrent_name: `${book.author} - ${book.title}${refused ? " (Abridged)" : ""} [${book.narrator}] ${pick(["M4B", "MP3 64k", "MP3 128k"])}`,
      torrent_hash: idAt(found).replaceAll("-", "").padEnd(40, "0"),
      torrent_size_bytes: torrentSizeBytes,
      seeders: 40 - place * 6,
      leechers: between(0, 5),
      quality_score: reasons.reduce((sum, { points }) => sum + points, 0),
      score_reasons: JSON.stringify(reasons),
      release_key: idAt(found).replaceAll("-", ""),
      verdict: refused ? ReleaseVerdict.REFUSED : ReleaseVerdict.ACCEPTABLE,
      refusal: refused ? "It is abridged." : null,
      selected,
      progress: isMoving ? progress : null,
      download_bytes_per_second: isMoving ? bytesPerSecond : null,
      seconds_left: isMoving ? Math.round(bytesLeft / bytesPerSecond) : null,
      download_status: selected ? (downloads[status] ?? DownloadStatus.COMPLETED) : null,
      started_at: selected ? found : null,
      found_at: found,
      created_at: found,
    };
  }
}
