import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { documentedTables } from "./schema-document.ts";

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ ...database.address });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function column<T = string>(statement: string, ...values: unknown[]): Promise<T[]> {
  const { rows } = await client.query({ text: statement, values, rowMode: "array" });
  return rows.map((row: T[]) => row[0]!);
}

describe.each(Object.entries(documentedTables))("the table %s of a migrated database", (table, documented) => {
  it("has the document's columns with their types, nullability and defaults, and no others than those that are listed", async () => {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select attname as name, concat_ws(' ', format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                'default ' || pg_get_expr(adbin, adrelid)) as definition
         from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table],
    );
    const actual = new Map(rows.map(({ name, definition }) => [name, definition]));
    expect(documented.columns.map(([name]) => [name, actual.get(name)])).toEqual(documented.columns);
    const names = [...documented.columns.map(([name]) => name), ...documented.added];
    expect([...actual.keys()].toSorted()).toEqual(names.toSorted());
  });

  it("has the document's primary key, unique constraints and foreign keys", async () => {
    const constraints = await column(
      "select pg_get_constraintdef(oid) from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'f')",
      table,
    );
    expect(constraints.toSorted()).toEqual(
      [
        "PRIMARY KEY (id)",
        ...documented.unique.map((columns) => `UNIQUE (${columns})`),
        ...Object.entries(documented.references).map(([key, reference]) => {
          const [target, onDelete] = reference.split(", ");
          return `FOREIGN KEY (${key}) REFERENCES ${target}(id) ON DELETE ${onDelete!.toUpperCase()}`;
        }),
      ].toSorted(),
    );
  });

  it("has the document's indexes by name", async () => {
    for (const [name, columns] of Object.entries(documented.indexes)) {
      const [definition] = await column(
        "select indexdef from pg_indexes where tablename = $1 and indexname = $2",
        table,
        name,
      );
      expect(definition, name).toBe(`CREATE INDEX ${name} ON public.${table} USING btree (${columns})`);
    }
  });
});

describe("the checks", () => {
  const people = "insert into users (id, username) values ('00000000-0000-7000-8000-000000000001', 'ann')";
  const books = "insert into audiobooks (id, title, author) values ('00000000-0000-7000-8000-000000000002', 't', 'a')";
  const request = (columns: string, values: string) =>
    `insert into requests (user_id, audiobook_id, ${columns}) values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', ${values})`;

  it.each([
    ["a role that there is not", "insert into users (username, role) values ('eve', 'root')", "users_role_check"],
    ["somebody without an identity", "insert into users (plex_username) values ('eve')", "users_identity_check"],
    ["an upper-case user name", "insert into users (username) values ('Eve')", "users_username_check"],
    [
      "a rating of 5.5",
      "insert into audiobooks (title, author, rating) values ('t', 'a', 5.5)",
      "audiobooks_rating_check",
    ],
    [
      "a rating below 0",
      "insert into audiobooks (title, author, rating) values ('t', 'a', -0.1)",
      "audiobooks_rating_check",
    ],
    [
      "an availability that there is not",
      "insert into audiobooks (title, author, availability_status) values ('t', 'a', 'lost')",
      "audiobooks_availability_status_check",
    ],
    [
      "a negative size",
      "insert into audiobooks (title, author, file_size_bytes) values ('t', 'a', -1)",
      "audiobooks_file_size_bytes_check",
    ],
    ["a request status that there is not", request("status", "'lost'"), "requests_status_check"],
    ["progress of 101", request("progress", "101"), "requests_progress_check"],
    ["progress below 0", request("progress", "-1"), "requests_progress_check"],
    ["a blocker that there is not", request("blocker", "'bored'"), "requests_blocker_check"],
    ["negative attempts", request("search_attempts", "-1"), "requests_attempts_check"],
    ["a job status that there is not", "insert into jobs (type, status) values ('x', 'lost')", "jobs_status_check"],
    [
      "a category that there is not",
      "insert into configuration (key, category) values ('k', 'magic')",
      "configuration_category_check",
    ],
  ])("refuse %s", async (_what, statement, constraint) => {
    await client.query("begin");
    await client.query(people);
    await client.query(books);
    await expect(client.query(statement)).rejects.toMatchObject({ code: "23514", constraint });
    await client.query("rollback");
  });

  it("refuse a second request of one person for one book", async () => {
    await client.query("begin");
    for (const statement of [people, books, request("priority", "1")]) await client.query(statement);
    await expect(client.query(request("priority", "2"))).rejects.toMatchObject({ code: "23505" });
    await client.query("rollback");
  });
});
