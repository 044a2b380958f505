/** People who ask for books, one after the other, while something else goes on; each of their statements is timed. */
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import type { Person } from "./fill.ts";
import type { Line } from "./section.ts";
import { percentile } from "./statistics.ts";

/** How long each statement of those who asked took. */
export interface Waits {
  readonly milliseconds: number[];
  /** The one that took longest. */
  readonly slowest: string;
  readonly made: number;
}

/** Makes one request after the other, as createRequest does in SQL, for as long as something takes. */
export async function askWhile(client: Client, people: readonly Person[], something: Promise<unknown>): Promise<Waits> {
  let isOver = false;
  void something.finally(() => (isOver = true)).catch(() => {});
  const milliseconds: number[] = [];
  let slowest = { took: 0, text: "" };
  const timed = async (text: string, values?: unknown[]) => {
    const begun = performance.now();
    const { rows } = await client.query<{ id: string }>(text, values);
    const took = performance.now() - begun;
    milliseconds.push(took);
    if (took > slowest.took) slowest = { took, text };
    return rows[0]?.id;
  };
  let made = 0;
  while (!isOver) {
    const { id: user } = people[made % people.length]!;
    made += 1;
    await timed("begin");
    await timed("select id from users where id = $1 for no key update", [user]);
    const book = await timed(
      "insert into audiobooks (title, author) values (gen_random_uuid()::text, 'Somebody') returning id",
    );
    await timed("select id from audiobooks where id = $1 for update", [book]);
    const request = await timed("insert into requests (user_id, audiobook_id) values ($1, $2) returning id", [
      user,
      book,
    ]);
    await timed(
      "insert into request_events (request_id, type, to_status, message) values ($1, 'status', 'pending', 'Asked for.')",
      [request],
    );
    await timed("insert into jobs (request_id, type, status) values ($1, 'search_indexers', 'completed')", [request]);
    await timed("commit");
    await pause(10);
  }
  return { milliseconds, slowest: slowest.text, made };
}

/** The worst of them, for a line. */
export function longest({ milliseconds, slowest, made }: Waits): Pick<Line, "ours"> {
  const [p99, most] = [percentile(milliseconds, 99), Math.max(...milliseconds)];
  const which = slowest.split(" ", 3).join(" ");
  return {
    ours: `longest ${most.toFixed(1)} (${which}), p99 ${p99.toFixed(1)} ms of ${milliseconds.length}, ${made} requests`,
  };
}
