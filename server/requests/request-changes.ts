import { sql } from "kysely";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import type { RequestChangedNotice } from "../events.ts";
import type { Row, RowQuery, RowReader } from "../graphql/planned-rows.ts";
import type { Selection } from "../graphql/selection.ts";
import { User } from "../users/user.entity.ts";
import { Request } from "./request.entity.ts";

/** A request as it is after a change, and the cursor from which to go on. */
export interface RequestState {
  readonly request: Row<Request>;
  readonly cursor: string;
}

/** More was missed than is worth telling one by one: the client had better ask for its list again. */
const mostMissed = 1000;
/** How long a row that was read for one subscriber serves the others. */
const sharedForMs = 5_000;

/** Reads states for subscribers: a row is read once for each change, however many sockets want it. */
export interface RequestStates {
  read(notice: RequestChangedNotice): Promise<RequestState | null>;
  /** What was changed at or after a cursor, oldest first. @param narrow leaves what the subscriber may see. */
  missed(em: EntityManager, cursor: string, narrow: (query: RowQuery) => RowQuery): Promise<RequestState[]>;
}

/** @param fork makes an em to read with. */
export function createRequestStates(fork: () => EntityManager, rows: RowReader): RequestStates {
  const shared = new Map<string, { version: number; at: number; state: Promise<RequestState | null> }>();
  let everything: Selection | null = null;

  async function read(em: EntityManager, shape: (query: RowQuery) => RowQuery): Promise<RequestState[]> {
    everything ??= { ...columnsOf(em, Request), user: columnsOf(em, User), audiobook: columnsOf(em, Audiobook) };
    const found = await rows.read(em, Request, everything, (query) =>
      shape(query.select(sql`pg_snapshot_xmin(pg_current_snapshot())::text`.as("k0") as never)),
    );
    return found.map((request) => ({ request, cursor: (request as unknown as { keyset: [string] }).keyset[0] }));
  }

  return {
    async read(notice) {
      const known = shared.get(notice.id);
      if (known && known.version >= notice.version && performance.now() - known.at < sharedForMs) return known.state;
      const state = read(fork(), (query) => query.where("t.id", "=", notice.id)).then(([first]) => first ?? null);
      shared.delete(notice.id);
      shared.set(notice.id, { version: notice.version, at: performance.now(), state });
      if (shared.size > 1000) shared.delete(shared.keys().next().value!);
      state.catch(() => shared.delete(notice.id));
      return state;
    },
    missed(em, cursor, narrow) {
      return read(em, (query) =>
        narrow(query.where("t.changed_in", ">=", sql`${cursor}::xid8`))
          .orderBy("t.changed_in")
          .orderBy("t.id")
          .limit(mostMissed),
      );
    },
  };
}

function columnsOf(em: EntityManager, entity: new () => object): Selection {
  return Object.fromEntries(
    em
      .getMetadata(entity)
      .props.filter((prop) => !prop.hidden)
      .map((prop) => [prop.name, {}]),
  );
}
