/**
 * No secret in any answer, frame, log, dump, file or list of processes: the real program at its fullest log is given a
 * canary in the place of every secret that there is, is used rightly and wrongly, and then everything is looked through.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyFileIn } from "../../security/encryption-keys.ts";
import { buildClient } from "../built-client.ts";
import { compileProgram, type CompiledProgram } from "../compiled-program.ts";
import { createCanaries, type Hit, type Shown } from "./canaries.ts";
import { waysFrom } from "./crawl.ts";
import { filesBelow } from "./sinks.ts";
import { openCanaryStage, type CanaryStage } from "./stage.ts";
import { schema, use, type Used } from "./use.ts";

/** No secret: it is in the name of the folder, and in the title of a book. */
const marker = "harmless-marker-8431";
const harmless = createCanaries();
harmless.learn("marker", marker);

let program: CompiledProgram;
let stage: CanaryStage;
let used: Used;
let inFiles: { readonly secrets: Hit[]; readonly harmless: Hit[] };
beforeAll(async () => {
  await buildClient();
  program = await compileProgram();
  stage = await openCanaryStage(join(program.folder, "server/main.js"), marker);
  used = await use(stage, marker);
  inFiles = await findInFiles();
}, 300_000);
afterAll(async () => {
  await stage?.close();
  await program?.remove();
});

/** Where a secret may be shown, to the one whose it is, and how often it was. */
const allowed = {
  "session cookies": { place: /^set-cookie: rmab_session=[^;\r\n]*/gim, times: expect.any(Number) },
  "cookies of sign-ins through Plex": {
    place: /^set-cookie: rmab_plex_sign_in=[^;\r\n]*/gim,
    times: expect.any(Number),
  },
  "new API keys": { place: /"key":"rmab_[^"]*/g, times: 3 },
  "addresses at Plex": { place: /"beginPlexSignIn":\{"url":"[^"]*/g, times: 6 },
} as const;

/**
 * A sign-in through Plex that is not finished has profiles, in its browser alone; they are asked for there. Of backups there
 * is none yet: making and trying one takes longer than the rest of the crawl, and of it times, sizes and names are told.
 * There is no replica either: of one its host and port, and sentences of ours.
 */
const notComeBy = new Set(["Backup", "PlexProfile", "DatabaseReplica"]);

const isSocket = (connection: string) => connection.startsWith("HTTP/1.1 101");
const shownBy = (place: string, connections: readonly string[]) => connections.map((content) => ({ place, content }));
const answers = () =>
  shownBy(
    "answers",
    stage.answers().filter((each) => !isSocket(each)),
  );
const frames = () => shownBy("frames", stage.answers().filter(isSocket));
const allowedIn = (text: string, { place }: { readonly place: RegExp }) => text.match(place)?.length ?? 0;
const log = () => [{ place: "log", content: stage.log() }];
const processes = () => [...stage.processes].map((content) => ({ place: "processes", content }));

async function findInFiles(): Promise<typeof inFiles> {
  const hits = { secrets: [] as Hit[], harmless: [] as Hit[] };
  for await (const file of filesBelow(stage.dataDir, [keyFileIn(stage.dataDir)])) {
    hits.secrets.push(...stage.canaries.find([file]));
    hits.harmless.push(...harmless.find([file]));
  }
  return hits;
}

describe("no secret", () => {
  it("is in an answer or a header, but where its owner is given it", () => {
    const content = answers()
      .map(({ content }) => content)
      .join("\n");
    for (const each of Object.values(allowed)) expect(allowedIn(content, each)).toEqual(each.times);
    const rest = Object.values(allowed).reduce((text, { place }) => text.replace(place, ""), content);
    expect(stage.canaries.find([{ place: "answers", content: rest }])).toEqual([]);
  });

  it("is in a frame", () => {
    expect(stage.canaries.find(frames())).toEqual([]);
  });

  it("is in the log, or in what else the program prints, but the token of the set-up while there is no admin", () => {
    const [before, ...rest] = stage.log().split(/Set-up token: \S+/);
    expect(rest).toHaveLength(1);
    expect(stage.canaries.find([before!, ...rest].map((content) => ({ place: "log", content })))).toEqual([]);
  });

  it("is in the database", () => {
    expect(stage.canaries.find(used.dump)).toEqual([]);
  });

  it("is in a file of the data folder but the keys', PostgreSQL's included", () => {
    expect(inFiles.secrets).toEqual([]);
  });

  it.skipIf(process.platform !== "linux")(
    "is in the list of processes, or in the environment of what the program starts",
    () => expect(stage.canaries.find(processes())).toEqual([]),
  );
});

describe("the crawl", () => {
  it("comes by every type that a query leads to", () => {
    const types = Object.values(schema.getQueryType()!.getFields()).flatMap((field) =>
      waysFrom(field).map(({ type }) => type.name),
    );
    expect(new Set(types.filter((type) => !used.seen.has(type)))).toEqual(notComeBy);
  });

  it("asks for every mutation in a way that is understood", () => {
    const codes = used.answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions["code"]);
    expect(used.answers.filter(({ errors }) => !errors).length).toBeGreaterThan(10);
    expect(codes).not.toContain("GRAPHQL_VALIDATION_FAILED");
  });

  it("hears what upstreams say of whatever they were told", () => {
    const sentences = used.sentences.join("\n");
    expect(sentences).toContain("…");
    for (const said of [
      /does not listen/,
      /not trusted/,
      /did not answer within/,
      /points to another address/,
      /refused/,
    ])
      expect(sentences).toMatch(said);
  });

  it.each<[string, () => Iterable<Shown>]>([
    ["answers", answers],
    ["frames", frames],
    ["log", log],
    ["dump", () => used.dump],
  ])("finds what is no secret in the %s", (_, shown) => {
    expect(harmless.find(shown()).length).toBeGreaterThan(0);
  });

  it("finds what is no secret in the files, in the write-ahead log too, and in the list of processes", () => {
    const places = inFiles.harmless.map(({ place }) => place);
    expect(places).toContainEqual(expect.stringContaining("pg_wal"));
    expect(places).toContainEqual(expect.stringContaining("base"));
    harmless.learn("name", "readmeabook.owner_pid");
    if (process.platform === "linux") expect(harmless.find(processes()).length).toBeGreaterThan(0);
  });

  it("finds a canary in every encoding", () => {
    const canaries = createCanaries();
    const value = 'a?~>"secret" ÿþ of many/bytes';
    canaries.learn("secret", value);
    const planted = canaries.plant("planted");
    for (const secret of [value, planted])
      for (const content of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify({ secret }),
        ...["hex", "base64", "base64url"].flatMap((encoding) =>
          ["", "a", "ab"].map((before) => Buffer.from(`${before}${secret}.`).toString(encoding as BufferEncoding)),
        ),
      ])
        expect(canaries.find([{ place: "here", content }]).length, content).toBeGreaterThan(0);
  });
});
