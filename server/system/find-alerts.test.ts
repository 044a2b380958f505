/** What admins are told of by the round that watches over everything. */
import { mkdir, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../context.ts";
import { noteHealth } from "../configuration/integration-health.ts";
import { eventually } from "../testing/eventually.ts";
import { startVendorServer, type VendorServer } from "../testing/fakes/vendor-server.ts";
import { startWorld, type TestWorld } from "../testing/world.ts";
import { findAlerts } from "./find-alerts.ts";

let world: TestWorld;
let receiver: VendorServer;
const titles: string[] = [];
beforeAll(async () => {
  receiver = await startVendorServer((_url, _request, bytes) => {
    titles.push(JSON.parse(Buffer.from(bytes).toString()).title);
    return {};
  });
  world = await startWorld({ settings: { "notifier.type": "webhook", "notifier.url": receiver.url } });
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

const round = async () => {
  const { runJob } = await world.admin.ask(`mutation { runJob(input: { type: "watch_over" }) { id } }`);
  await eventually(async () => {
    const { job } = await world.admin.ask(`query ($id: ID!) { job(id: $id) { status } }`, { id: runJob.id });
    expect(job.status).toBe("COMPLETED");
  });
};
const alerts = async () =>
  (await findAlerts(world.makeContext())).map(({ event, title, body }) => `${event}: ${title}. ${body}`);

describe("a round", () => {
  it("finds nothing while all is well", async () => {
    expect(await alerts()).toEqual([]);
    await round();
    expect(titles).toEqual([]);
  });

  it("tells of an outage once, and of its end", async () => {
    const ctx = world.makeContext();
    await noteHealth(ctx, { indexer: { isUp: false, message: "It is down." } });
    expect(await alerts()).toEqual([]);
    const past = (minutes: number) =>
      world.sql(
        "update integration_health set changed_at = now() - make_interval(mins => $1) where integration = 'indexer'",
        [minutes],
      );
    await past(5);
    for (const _ of [1, 2]) await round();
    await eventually(() => expect(titles).toEqual(["Torznab does not answer"]));
    await noteHealth(ctx, { indexer: { isUp: true, message: "It answers." } });
    for (const _ of [1, 2]) await round();
    await eventually(() => expect(titles).toEqual(["Torznab does not answer", "Torznab answers again"]));
    // Of a moment nobody was told, and so nobody is of its end.
    for (const isUp of [false, true]) {
      await noteHealth(ctx, { indexer: { isUp, message: "." } });
      await round();
    }
    expect(await alerts()).toEqual([]);
  });

  it("tells of a backup that went wrong, of none at all, and of a rotation that does not end", async () => {
    const failed = "insert into jobs (type, status, completed_at, error_message) values ($1, 'failed', now(), $2)";
    await world.sql(failed, ["back_up", "The disk is full."]);
    await world.sql(failed, ["rotate_keys", "No such key."]);
    await world.sql("update users set created_at = now() - interval '2 days'");
    expect(await alerts()).toEqual(
      expect.arrayContaining([
        "backup_failed: The last backup went wrong. The disk is full.",
        "key_rotation_due: Secrets could not be sealed with the new key. No such key.",
        "backup_old: There is no recent backup. There is none at all.",
      ]),
    );
    await world.sql(
      "insert into jobs (type, status, completed_at) values ('back_up', 'completed', now()), ('rotate_keys', 'completed', now())",
    );
    const { folder } = await world.makeContext().backups.places();
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/readmeabook-20200101T000000000Z-0.1.0.rmab`, "");
    expect((await alerts()).filter((alert) => /backup|key/.test(alert))).toEqual([
      "backup_old: There is no recent backup. The newest one is of 2020-01-01 00:00 UTC.",
    ]);
  });

  it("tells of jobs that nobody begins", async () => {
    const { makeContext, sql } = world;
    await inTransaction(makeContext(), ({ em, queue }) =>
      queue.enqueue(em, "refresh_catalog", {}, { key: "stuck", startAfter: new Date(Date.now() + 3_600_000) }),
    );
    // Of a queue that no worker looks at.
    await sql(
      "update pgboss.job set start_after = now() - interval '20 minutes', state = 'created', blocked = true where singleton_key = 'stuck'",
    ).catch(() => {});
    expect((await alerts()).filter((alert) => alert.startsWith("queue"))).toHaveLength(1);
  });

  it("tells of a replica that is left out for longer than a moment", async () => {
    const state = { name: "replica:5432", isUsed: false, lagSeconds: null, problem: "It does not answer.", reads: 0 };
    const of = (since: Date, more = {}) => {
      const ctx = world.makeContext();
      return findAlerts({ ...ctx, replicas: { ...ctx.replicas, states: () => [{ ...state, since, ...more }] } });
    };
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const events = async (found: ReturnType<typeof of>) => (await found).map(({ event }) => event);
    expect(await events(of(new Date()))).not.toContain("replica_away");
    expect(await events(of(minutesAgo(2), { isUsed: true, problem: null }))).not.toContain("replica_away");
    expect(await of(minutesAgo(2))).toContainEqual(
      expect.objectContaining({ event: "replica_away", body: "It does not answer. The primary answers in its place." }),
    );
  });
});
