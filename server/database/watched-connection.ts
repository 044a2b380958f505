import { Client, type ClientConfig } from "pg";
import type { Socket } from "node:net";
import { isDatabaseAway } from "./database-away.ts";

/** Who waits for an answer and has heard nothing for so long asks after it. */
const silentMs = 3_000;
/** So long may PostgreSQL take to be reached by a new connection, and then to say what it works on. */
const answerMs = 5_000;
/** So long may the other side take to hang up. */
const farewellMs = 2_000;

/** What PostgreSQL works on just now, and what it has answered so lately that the answer may be under way. */
const busy = `select pid from pg_stat_activity
               where usename = current_user and (state not like 'idle%' or state_change > now() - interval '2 seconds')`;
/** By the configuration that the connections of a pool have in common: those that are silent at once ask once. */
const asked = new WeakMap<ClientConfig, Promise<ReadonlySet<number>>>();

/**
 * A connection that breaks when it waits for an answer that will not come: a network that swallows packets closes nothing, and
 * TCP tries for a quarter of an hour to get a statement across. A statement may take as long as it likes, so the time alone
 * says nothing: PostgreSQL is asked by a connection of its own whether it works on it.
 */
export class WatchedConnection extends Client {
  readonly #config: ClientConfig;

  /** @param config must be given; optional is it only for the types of pg's pool. */
  constructor(config: ClientConfig = {}) {
    super(config);
    this.#config = config;
    // On one machine nothing gets lost.
    if (!this.host.startsWith("/")) this.once("connect", () => this.#watch());
  }

  override end(): Promise<void>;
  override end(callback: (err: Error) => void): void;
  override end(callback?: (err: Error) => void): Promise<void> | void {
    const { stream } = this.connection as unknown as { stream: Socket };
    const waiting = setTimeout(() => stream.destroy(), farewellMs);
    this.once("end", () => clearTimeout(waiting));
    return callback ? super.end(callback) : super.end();
  }

  #watch(): void {
    const { connection, processID } = this as unknown as { connection: { stream: Socket }; processID: number };
    const { stream } = connection;
    const isWaiting = () => !(this as unknown as { readyForQuery: boolean }).readyForQuery;
    let heard = stream.bytesRead;
    let since = performance.now();
    let isAsking = false;
    const look = async () => {
      if (!isWaiting() || stream.bytesRead !== heard) [heard, since] = [stream.bytesRead, performance.now()];
      if (isAsking || performance.now() - since < silentMs) return;
      isAsking = true;
      const isWorkedOn = await this.#ask().then((pids) => pids.has(processID), (error) => !isDatabaseAway(error)); // prettier-ignore
      isAsking = false;
      if (!isWorkedOn && isWaiting() && stream.bytesRead === heard) stream.destroy();
    };
    const looking = setInterval(() => void look(), 1_000).unref();
    this.once("end", () => clearInterval(looking));
  }

  #ask(): Promise<ReadonlySet<number>> {
    const known = asked.get(this.#config);
    if (known) return known;
    const asking = this.#askAnew().finally(() => asked.delete(this.#config));
    asked.set(this.#config, asking);
    return asking;
  }

  /** As the login: a role does not see what the login's other connections do. */
  async #askAnew(): Promise<ReadonlySet<number>> {
    const { host, port, user, password, database } = this;
    const { ssl } = this.#config;
    const client = new Client({
      host,
      port,
      user,
      password,
      database,
      ssl,
      application_name: "readmeabook",
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    client.on("error", () => {}); // what is under way fails
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(busy);
      return new Set(rows.map(({ pid }) => pid));
    } finally {
      client.end().catch(() => {});
    }
  }
}
