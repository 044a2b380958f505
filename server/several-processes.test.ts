/** Two web processes and two workers, as on several machines, on one database. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectApi } from "./sandbox/api.ts";
import { compileProgram, type CompiledProgram } from "./testing/compiled-program.ts";
import { eventually } from "./testing/eventually.ts";
import { createPerson, type Person } from "./testing/faults/person.ts";
import { startServer, stopServers, type ServerProcess } from "./testing/faults/server-process.ts";
import { isReplicationThere, startReplicatedPostgres, type ReplicatedPostgres } from "./testing/replicated-postgres.ts";
import { openSocket } from "./testing/socket.ts";

const key = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const account = { username: "owner", password: "a long enough password" };
const live = "subscription { requestChanged { request { id status blocker { kind } } } }";

describe.runIf(isReplicationThere)("two web processes and two workers", () => {
  let folder: string;
  let program: CompiledProgram;
  let postgres: ReplicatedPostgres;
  let webs: ServerProcess[];
  let workers: ServerProcess[];
  let apiKey: string;
  let people: Person[];

  /** Each has a data folder of its own: another machine. */
  function start(role: string, name: string): Promise<ServerProcess> {
    const env = {
      DATABASE_URL: postgres.primary.url,
      DATABASE_REPLICA_URLS: postgres.replica.url,
      ENCRYPTION_KEYS: key,
    };
    const how = { program: join(program.folder, "server/main.js"), words: ["--role", role] };
    return startServer(join(folder, name), null, env, how);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "readmeabook-several-"));
    [program, postgres] = await Promise.all([compileProgram(), startReplicatedPostgres()]);
    const all = await Promise.all([
      start("web", "w1"),
      start("web", "w2"),
      start("worker", "b1"),
      start("worker", "b2"),
    ]);
    [webs, workers] = [all.slice(0, 2), all.slice(2)];
    const api = await connectApi(webs[0]!.url, account, webs[1]!.token);
    ({ apiKey } = api);
    await api.close();
    people = webs.map(({ url }) => createPerson(url, apiKey));
  });
  afterAll(async () => {
    await stopServers();
    await postgres?.close();
    await program?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const request = async (person: Person, title: string): Promise<string> => {
    const input = { title, author: "Somebody" };
    const document = "mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }";
    return (await person.ask(document, { input })).createRequest.id;
  };

  it("let somebody at one see live what was asked for at the other, and what a worker made of it", async () => {
    const socket = openSocket(webs[1]!.url, { apiKey });
    const { data } = socket.subscribe<any>(live);
    await eventually(async () => {
      const id = await request(people[0]!, `Book ${data.length} ${Date.now()}`);
      await eventually(() => {
        const states = data.map(({ requestChanged }) => requestChanged.request).filter((each) => each.id === id);
        expect(states[0]).toMatchObject({ status: "PENDING" });
        expect(states.at(-1).blocker).toEqual({ kind: "NO_INDEXER_CONFIGURED" });
      });
    });
    await socket.close();
  });

  it("hear of a setting that was changed at another one", async () => {
    const input = [{ key: "paths.template", value: "{title}" }];
    await people[0]!.ask("mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }", {
      input,
    });
    await eventually(async () =>
      expect((await people[1]!.ask("{ configuration { key value } }")).configuration).toContainEqual(input[0]),
    );
  });

  it("run a schedule once for each of its ticks", async () => {
    const count = async (statement: string) => (await postgres.primary.sql(statement))[0].count;
    await eventually(async () => {
      const ticks = await count(
        "select count(distinct singleton_on)::int from pgboss.job where name = '__pgboss__send-it'",
      );
      expect(ticks).toBeGreaterThan(1);
      expect(await count("select count(*)::int from jobs where type = 'reconcile_requests'")).toBe(ticks);
    }, 100_000);
  });

  it("leave the jobs to the workers", async () => {
    const figures = await Promise.all(
      [...webs, ...workers].map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
    );
    const ran = figures.map((text) => /^readmeabook_job_run_seconds_count\{.*\} [1-9]/m.test(text));
    expect(ran.slice(0, 2)).toEqual([false, false]);
    expect(ran.slice(2)).toContain(true);
  });

  describe("and a streaming replica", () => {
    const figure = async ({ url }: ServerProcess, name: string): Promise<number> =>
      Number(
        new RegExp(`^readmeabook_${name}\\{.*\\} (\\S+)$`, "m").exec(await (await fetch(`${url}/metrics`)).text())?.[1],
      );
    const readsOf = async () => (await figure(webs[0]!, "replica_reads")) + (await figure(webs[1]!, "replica_reads"));
    const isUsed = (used: boolean, withinMs?: number) =>
      eventually(async () => {
        for (const web of webs) expect(await figure(web, "replica_used")).toBe(Number(used));
      }, withinMs);
    const titles = async (person: Person): Promise<string[]> =>
      (await person.ask("{ requests(first: 100) { nodes { audiobook { title } } } }")).requests.nodes.map(
        ({ audiobook }: any) => audiobook.title,
      );

    /** Somebody who only reads, at both, as long as `work` takes. @returns what went wrong. */
    async function whileReading(work: () => Promise<void>): Promise<{ errors: string[]; answers: number }> {
      let isOver = false;
      const errors: string[] = [];
      let answers = 0;
      const reading = Promise.all(
        webs.map(async ({ url }) => {
          const person = createPerson(url, readerKey);
          while (!isOver) {
            const { error } = await person.send(
              `{ requests(first: 5) { totalCount nodes { id status } } audiobooks(search: "book", first: 5) { nodes { title } } }`,
            );
            answers += 1;
            if (error) errors.push(error.message);
          }
        }),
      );
      await work().finally(() => (isOver = true));
      await reading;
      return { errors, answers };
    }

    let readerKey: string;
    beforeAll(async () => {
      const reader = { username: "reader", password: account.password };
      await people[0]!.ask("mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }", {
        input: reader,
      });
      const api = await connectApi(webs[0]!.url, reader, null);
      readerKey = api.apiKey;
      await isUsed(true);
    });

    it("read from that what a person may see, and nothing else", async () => {
      const readers = webs.map(({ url }) => createPerson(url, readerKey));
      await request(readers[0]!, "The reader's own");
      await request(people[0]!, "Somebody else's");
      const before = await readsOf();
      await eventually(async () => {
        for (const reader of readers) expect(await titles(reader)).toEqual(["The reader's own"]);
        expect(await readsOf()).toBeGreaterThan(before + 4);
      });
      expect(await titles(people[1]!)).toEqual(expect.arrayContaining(["The reader's own", "Somebody else's"]));
    });

    it("show at once what somebody has written, at the other one too, though the replica is behind", async () => {
      await postgres.replica.sql("alter system set recovery_min_apply_delay = '700ms'");
      await postgres.replica.sql("select pg_reload_conf()");
      const before = await readsOf();
      const { errors } = await whileReading(async () => {
        for (let number = 0; number < 20; number += 1) {
          const title = `Written ${number}`;
          await request(people[number % 2]!, title);
          for (const person of people) expect(await titles(person)).toContain(title);
        }
      });
      expect(errors).toEqual([]);
      expect(await readsOf()).toBeGreaterThan(before);
      await postgres.replica.sql("alter system reset recovery_min_apply_delay");
      await postgres.replica.sql("select pg_reload_conf()");
      await isUsed(true);
    });

    it.each<[string, () => Promise<() => unknown>]>([
      [
        "that lags",
        async () => {
          await postgres.replica.sql("select pg_wal_replay_pause()");
          await request(people[0]!, "Written while it stands still");
          return () => postgres.replica.sql("select pg_wal_replay_resume()");
        },
      ],
      [
        "that is killed",
        async () => {
          await postgres.replica.kill();
          return () => postgres.replica.start();
        },
      ],
      ["that falls silent", async () => postgres.replica.freeze()],
    ])("leave out one %s within 5 seconds, without an error, and take it back", async (_how, harm) => {
      const { errors, answers } = await whileReading(async () => {
        const mend = await harm();
        await isUsed(false, 5_000);
        await mend();
        await isUsed(true);
      });
      expect(errors).toEqual([]);
      expect(answers).toBeGreaterThan(10);
    });
  });
});
