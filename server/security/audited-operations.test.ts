/** Every mutation is in the audit, or it is said here why not; and what is in it says who, from where and what, and no secret. */
import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { peopleCases } from "../testing/audited/people.ts";
import { signInCases } from "../testing/audited/sign-in.ts";
import { openAuditStage, type AuditStage } from "../testing/audited/stage.ts";
import { workCases } from "../testing/audited/work.ts";
import { eventually } from "../testing/eventually.ts";
import { recordFailedSignIn } from "../users/failed-sign-ins.ts";
import { signInThroughPlex } from "../users/sign-in/plex-test-place.ts";
import { auditActions } from "./audit-actions.ts";

/** Mutation → why it is not recorded. */
const notAudited: Readonly<Record<string, string>> = {
  beginPlexSignIn: "It sends a browser to plex.tv; what comes of it is recorded when it is back.",
  createRequests: "Whoever asks does so in their own name; the requests and their timelines say it.",
  removePushSubscription: "Everybody chooses for themselves in which browser they are told things.",
  savePushSubscription: "Everybody chooses for themselves what their browsers tell them.",
  setNotificationChoice: "Everybody chooses for themselves what they are told of their own requests.",
  searchReleases: "It asks the indexers and keeps what they have: nothing is taken.",
  testFolders: "It leaves nothing behind.",
  testPushSubscription: "It sends whoever asks a message in their own browser.",
  testIntegration: "It tries settings and changes none.",
};
const audited = { ...signInCases, ...peopleCases, ...workCases };
const cases = Object.entries(audited).flatMap(([mutation, ways]) =>
  Object.entries(ways).map(([what, prepare]) => ({ mutation, what, prepare })),
);

let stage: AuditStage;
beforeAll(async () => void (stage = await openAuditStage()));
afterAll(() => stage.close());

/** Before there is an admin, the one who holds the token of the set-up is called by that. */
const isPerson = (actor: string | null) => actor !== null && actor !== "set-up token";
const recordsSince = (before: readonly string[]) =>
  stage.sql(
    `select action, actor_id, actor_name as actor, address, subject_type || ' ' || subject_id as subject, details,
            abs(extract(epoch from now() - created_at)) < 60 as "isFresh"
       from audit_events where not (id = any($1)) order by id`,
    [before],
  );
const idsOfAll = async () => (await stage.sql<{ id: string }>("select id from audit_events")).map(({ id }) => id);

describe("every mutation", () => {
  it("is in the audit, or it is said here why not", () => {
    const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
    const mutations = Object.keys(schema.getMutationType()!.getFields());
    expect([...Object.keys(audited), ...Object.keys(notAudited)].toSorted()).toEqual(mutations.toSorted());
  });

  it.each(cases)("is recorded with who, from where and what: $mutation $what", async ({ prepare }) => {
    const { act, records } = await prepare(stage);
    const before = await idsOfAll();
    await act();
    const wanted = records().map((record) => ({
      ...record,
      actor_id: record.actor === "owner" ? stage.ownerId : isPerson(record.actor) ? expect.any(String) : null,
      address: "127.0.0.1",
      isFresh: true,
    }));
    expect(await recordsSince(before)).toEqual(wanted);
    for (const { action } of wanted) expect(Object.keys(auditActions)).toContain(action);
    const [{ text }] = await stage.sql("select string_agg(e::text, ' ') as text from audit_events e");
    for (const secret of stage.secrets) expect(text).not.toContain(secret);
  });

  const nobody = "0193b0a0-0000-7000-8000-000000000000";
  it.each([
    ["approveRequest", { id: nobody }],
    ["deactivateUser", { id: nobody }],
    ["setConfiguration", [{ key: "automation.minimum_seeders", value: "many" }]],
    ["runJob", { type: "start_download" }],
  ])("is not recorded when nothing came of it: %s", async (mutation, input) => {
    const before = await idsOfAll();
    const { errors } = await stage.attempt(stage.owner, mutation, input);
    expect(errors).toHaveLength(1);
    expect(await recordsSince(before)).toEqual([]);
  });
});

describe("the list of records", () => {
  beforeAll(() =>
    stage.sql(
      `insert into audit_events (created_at, action, actor_id, address, subject_type, subject_id) values
         ('2001-01-01T00:00Z', 'job.run', $1, '192.0.2.1', 'job', '1'),
         ('2001-01-02T00:00Z', 'user.changed', null, '::1', 'user', '2')`,
      [stage.ownerId],
    ),
  );

  const [older, newer] = ["job.run", "user.changed"];
  it.each([
    ["nothing but a time", () => ({}), [newer, older]],
    ["actions", () => ({ action: [newer, "job.retried"] }), [newer]],
    ["no action at all", () => ({ action: [] }), []],
    ["a person", () => ({ actorId: stage.ownerId }), [older]],
    ["an address", () => ({ address: "::1" }), [newer]],
    ["a kind of thing", () => ({ subjectType: "job" }), [older]],
    ["a thing", () => ({ subjectType: "user", subjectId: "2" }), [newer]],
    ["a time that includes its first moment", () => ({ from: "2001-01-02T00:00:00Z" }), [newer]],
    ["a time that excludes its last moment", () => ({ to: "2001-01-02T00:00:00Z" }), [older]],
  ])("is newest first, and narrowed by %s", async (_what, narrow, actions) => {
    const filter = { from: "2000-01-01T00:00:00Z", to: "2002-01-01T00:00:00Z", ...narrow() };
    const query = `query ($filter: AuditFilter) { auditEvents(filter: $filter) { nodes { action } } }`;
    const { auditEvents } = await stage.place.admin.ask(query, { filter });
    expect(auditEvents.nodes.map(({ action }: { action: string }) => action)).toEqual(actions);
  });

  it.each([{ actorId: "me" }, { address: "\0" }, { action: ["\0"] }, { subjectId: "\0" }])(
    "is not narrowed by what nothing can have: %j",
    async (filter) => {
      const query = `query ($filter: AuditFilter) { auditEvents(filter: $filter) { totalCount } }`;
      const { errors } = await stage.place.admin.send(query, { filter });
      expect(errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
    },
  );
});

describe("a job that ends somebody's sessions", () => {
  it("is recorded without a person and without an address", async () => {
    const { place, owner, mutate } = stage;
    await signInThroughPlex(place.visit(), place.plexTv, "Fay");
    place.plexTv.accounts = place.plexTv.accounts.map((each) =>
      each.username === "Fay" ? { ...each, access: "none" } : each,
    );
    const before = await idsOfAll();
    await mutate(owner, "runJob", { type: "check_plex_access" });
    const about = { name: "Fay", sessions: 1, reason: "Plex gives this person no access any more." };
    await eventually(async () =>
      expect(await recordsSince(before)).toContainEqual({
        action: "session.revoked",
        actor: null,
        actor_id: null,
        address: null,
        isFresh: true,
        subject: expect.stringMatching(/^user /),
        details: about,
      }),
    );
  });
});

describe("refused sign-ins", () => {
  let later = Date.now();
  beforeEach(() => void vi.useFakeTimers({ now: (later += 61_000), toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  /** Tries names from an address of their own. @returns what is recorded: the name, how many times, what was counted. */
  async function tries(names: readonly string[], address = `198.51.100.${++last}`) {
    const ctx = { ...stage.place.makeContext(), address };
    const tried = { method: "password", reason: "Nobody has this name." } as const;
    for (const name of names) await recordFailedSignIn(ctx, { ...tried, name });
    const found = await stage.sql("select details from audit_events where address = $1 order by id", [address]);
    return found.map(({ details }) => [details.name, details.timesInAMinute, details.countedTogether]);
  }
  let last = 0;
  const names = (count: number) => Array.from({ length: count }, (_, index) => `name${index + 1}`);

  it("of a name from an address are recorded the 1st, 10th, 100th … time in a minute, and from anew in the next", async () => {
    const address = "198.51.100.200";
    await tries(["bob"], address);
    expect(await tries(Array(15).fill("ann"), address)).toEqual([
      ["bob", undefined, undefined],
      ["ann", undefined, undefined],
      ["ann", 10, "name"],
    ]);
    vi.setSystemTime((later += 61_000));
    expect((await tries(["ann"], address)).slice(3)).toEqual([["ann", undefined, undefined]]);
  });

  it("of many names from one address are counted together, when they are too many", async () => {
    const found = await tries(names(55));
    expect(found).toEqual(names(20).map((name) => [name, undefined, undefined]));
  });

  it("from everywhere are counted together, when they are too many", async () => {
    let all = 0;
    for (let address = 0; address < 40; address += 1) all += (await tries(names(15))).length;
    // Sixty, and the hundredth.
    expect(all).toBe(61);
  });
});
