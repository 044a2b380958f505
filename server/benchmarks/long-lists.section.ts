/** Lists of a million rows and more: the first page and the ten-thousandth, in every order and by every filter. */
import type { Client } from "pg";
import { withClient } from "./cluster.ts";
import type { DatabaseAddress } from "../database/address.ts";
import { openScalePlace, type Asked } from "./scale-place.ts";
import type { Bench, Line } from "./section.ts";

/** A list as the API has it, and the statement that reads its rows. */
interface List {
  readonly field: "requests" | "jobs" | "auditEvents" | "audiobooks";
  readonly args?: string;
  readonly where?: string;
  /** Two columns, both in this direction. Left out: newest first. */
  readonly order?: readonly [column: string, direction: "asc" | "desc"];
  readonly by?: "person";
}

const nodes = {
  requests: "id status progress createdAt audiobook { title author } user { username }",
  jobs: "id type status attempts createdAt",
  auditEvents: "id action actorName address createdAt",
  audiobooks: "id title author narrator availabilityStatus",
} as const;
const tables = { requests: "requests", jobs: "jobs", auditEvents: "audit_events", audiobooks: "audiobooks" } as const;
const active = "archived_at is null";

const lists: readonly List[] = [
  { field: "requests", where: active },
  { field: "requests", args: "orderBy: OLDEST", where: active, order: ["created_at", "asc"] },
  { field: "requests", args: "orderBy: RECENTLY_CHANGED", where: active, order: ["updated_at", "desc"] },
  { field: "requests", args: "filter: { status: [FAILED] }", where: `${active} and status = 'failed'` },
  { field: "requests", args: "filter: { status: [DENIED] }", where: `${active} and status = 'denied'` },
  {
    field: "requests",
    args: "filter: { status: [FAILED, AWAITING_APPROVAL] }",
    where: `${active} and status in ('failed', 'awaiting_approval')`,
  },
  {
    field: "requests",
    args: "filter: { status: [FAILED] }, orderBy: RECENTLY_CHANGED",
    where: `${active} and status = 'failed'`,
    order: ["updated_at", "desc"],
  },
  { field: "requests", args: "filter: { scope: ALL }" },
  { field: "requests", args: "filter: { scope: ARCHIVED }", where: "archived_at is not null" },
  { field: "requests", where: active, by: "person" },
  { field: "requests", args: "filter: { status: [DENIED] }", where: `${active} and status = 'denied'`, by: "person" },
  { field: "jobs" },
  { field: "jobs", args: `filter: { type: ["match_plex"] }`, where: "type = 'match_plex'" },
  { field: "jobs", args: "filter: { status: [FAILED] }", where: "status = 'failed'" },
  { field: "jobs", args: "filter: { status: [CANCELLED] }", where: "status = 'cancelled'" },
  {
    field: "jobs",
    args: `filter: { status: [FAILED], type: ["start_download"] }`,
    where: "status = 'failed' and type = 'start_download'",
  },
  { field: "auditEvents" },
  { field: "auditEvents", args: `filter: { action: ["request.denied"] }`, where: "action = 'request.denied'" },
  { field: "auditEvents", args: `filter: { address: "192.0.2.7" }`, where: "address = '192.0.2.7'" },
  { field: "audiobooks" },
  { field: "audiobooks", args: "orderBy: TITLE", order: ["title", "asc"] },
  {
    field: "audiobooks",
    args: "filter: { availabilityStatus: [AVAILABLE] }",
    where: "availability_status = 'available'",
  },
  {
    field: "audiobooks",
    args: "filter: { availabilityStatus: [AVAILABLE] }, orderBy: TITLE",
    where: "availability_status = 'available'",
    order: ["title", "asc"],
  },
  { field: "audiobooks", args: `filter: { language: "german" }`, where: "language = 'german'" },
  {
    field: "audiobooks",
    args: "orderBy: MOST_REQUESTED",
    where: "request_count > 0",
    order: ["request_count", "desc"],
  },
  {
    field: "audiobooks",
    args: "orderBy: RECENTLY_AVAILABLE",
    where: "availability_status = 'available' and available_at is not null",
    order: ["available_at", "desc"],
    by: "person",
  },
];

/** Every list, from its beginning and from far behind. */
export async function longLists(bench: Bench): Promise<readonly Line[]> {
  const place = await openScalePlace(bench, "history");
  const lines: Line[] = [];
  for (const asked of await askedOfLists(place.address)) lines.push(await place.measure(asked));
  return lines;
}

/** What is asked: each page of each list, several times. */
export async function askedOfLists(address: DatabaseAddress): Promise<readonly Asked[]> {
  return withClient(address, async (client) => {
    const all: Asked[] = [];
    for (const list of lists) {
      const { field, args, by } = list;
      const query = `query ($after: String) { ${field}(first: 50, after: $after${args ? `, ${args}` : ""}) { nodes { ${nodes[field]} } pageInfo { hasNextPage endCursor } } }`;
      for (const [page, keyset] of Object.entries(await findPlaces(client, list))) {
        const after = keyset && Buffer.from(JSON.stringify(keyset)).toString("base64url");
        const question = { query, variables: { after }, sql: statement(list, keyset !== null), values: keyset ?? [] };
        const what = `${field}${args ? `(${args})` : ""}${by ? ", a person's" : ""}: ${page}`;
        all.push({ what, questions: Array<typeof question>(20).fill(question), ...(by ? { by } : {}) });
      }
    }
    return all;
  });
}

/** Where the first page begins, and the ten-thousandth, or the last one of a shorter list. */
async function findPlaces(client: Client, list: List): Promise<Record<string, readonly string[] | null>> {
  const { field, where = "true", order: [column, direction] = ["created_at", "desc"] } = list;
  const opposite = direction === "desc" ? "asc" : "desc";
  const read = `select ${column}::text, id::text from ${tables[field]} where ${where} order by ${column}`;
  const { rows } = await client.query<string[]>({
    text: `(${read} ${direction}, id ${direction} offset 499999 limit 1) union all (${read} ${opposite}, id ${opposite} offset 50 limit 1) limit 1`,
    rowMode: "array",
  } as never);
  return { "first page": null, "far page": (rows[0] as unknown as string[] | undefined) ?? null };
}

function statement(
  { field, where = "true", order: [column, direction] = ["created_at", "desc"] }: List,
  isFar: boolean,
) {
  const type = { created_at: "timestamptz", updated_at: "timestamptz", available_at: "timestamptz", title: "text", request_count: "int" }[column]!; // prettier-ignore
  const after = isFar ? `and (${column}, id) ${direction === "desc" ? "<" : ">"} ($1::${type}, $2::uuid)` : "";
  return `select * from ${tables[field]} where ${where} ${after} order by ${column} ${direction}, id ${direction} limit 51`;
}
