/** A life of the program in which it is given every secret, used rightly and wrongly, and then asked for everything. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { keyFileIn, parseEncryptionKeys } from "../../security/encryption-keys.ts";
import type { Browser } from "../browser.ts";
import { eventually } from "../eventually.ts";
import { openSocket } from "../socket.ts";
import { askFor, loseDownload, refuseRows, releasesOf, sees, unforeseen } from "./books.ts";
import type { Shown } from "./canaries.ts";
import { crawl, fieldsOf } from "./crawl.ts";
import { askWrongly, goThroughPlex, knockEverywhere, welcomePeople, type People } from "./people.ts";
import { dumpDatabase } from "./sinks.ts";
import type { CanaryStage } from "./stage.ts";
import { configureAll, tryAll, tryOne } from "./upstreams.ts";

/** What came of it. */
export interface Used {
  /** The types of which the admin's crawl saw something. */
  readonly seen: ReadonlySet<string>;
  readonly dump: readonly Shown[];
  /** What the tries of integrations said. */
  readonly sentences: readonly string[];
}

const schema = buildSchema(readFileSync(join(process.cwd(), "schema.graphql"), "utf8"));

/** @param marker no secret: the title of a book. */
export async function use(stage: CanaryStage, marker: string): Promise<Used> {
  const { canaries, upstreams } = stage;
  const people = await welcomePeople(stage);
  const { owner, ann } = people;
  const late = tryOne(owner, canaries, "download_client.transmission", upstreams.silent.url);
  // It is waited for further down.
  late.catch(() => {});
  listen(stage, people);
  await configureAll(owner, canaries, upstreams, stage.libraryDir);
  await refuseRows(stage, "download_history", unforeseen);
  await refuseRows(stage, "api_keys", unforeseen);
  const releases = releasesOf(canaries);
  upstreams.indexer.releases = Object.values(releases);
  const titles = Object.keys(releases);
  const ids = await Promise.all(titles.map((title) => askFor(ann, title)));
  await askFor(owner, marker);
  await owner.send(`mutation { createApiKey(input: { name: "${unforeseen}" }) { key } }`);
  const sentences = await tryAll(owner, canaries, upstreams);
  await goThroughPlex(stage);
  await askWrongly(stage, people);
  await loseDownload(stage, owner, ids[0]!);
  for (const [index, id] of ids.entries())
    if (index > 0) await sees(owner, id, titles[index] === unforeseen ? jobHasFailed : wasTried);
  await owner.ask(`mutation { importPlexUsers { id } }`);
  for (const type of ["sync_library", "check_plex_access", "seal_audit"])
    await owner.send(`mutation { runJob(input: { type: "${type}" }) { id } }`);
  sentences.push(await late);
  const seen = await crawlAll(stage, people, ids);
  const later = await rotate(stage, people);
  for (const type of await crawlAll(stage, later, ids.slice(0, 1))) seen.add(type);
  const dump = await dumpDatabase(stage.dataDir);
  await stage.stop();
  return { seen, dump, sentences };
}

const jobHasFailed = ({ jobs }: any) => jobs.some(({ errorMessage }: any) => errorMessage !== null);
const wasTried = ({ releases }: any) => releases.some(({ downloadStatus }: any) => downloadStatus !== null);

function listen({ proxy }: CanaryStage, { ownersKey, annsKey }: People): void {
  const [owner, ann] = [ownersKey, annsKey].map((apiKey) => openSocket(proxy.url, { apiKey }));
  const request = fieldsOf(schema, "Request").join(" ");
  for (const socket of [owner!, ann!])
    socket.subscribe(`subscription { requestChanged(after: "0") { cursor request { ${request} } } }`);
  owner!.subscribe(`subscription { jobChanged { ${fieldsOf(schema, "Job").join(" ")} } }`);
}

/** With a new key of its own file, and then with one that the owner gives. @returns the browsers with the new address open. */
async function rotate(stage: CanaryStage, people: People): Promise<People> {
  const { canaries, dataDir } = stage;
  const learn = (name: string, key: Buffer) => {
    canaries.learn(`key.${name}`, key);
    canaries.learn(`key.${name}.as.text`, key.toString("base64"));
    return `${name}:${key.toString("base64")}`;
  };
  await people.owner.ask(`mutation { rotateEncryptionKey { id } }`);
  await eventually(() => isRotated(people.owner), 60_000);
  const ofFile = [...parseEncryptionKeys(readFileSync(keyFileIn(dataDir), "utf8"))];
  const keys = [["k9", randomBytes(32)] as const, ...ofFile].map(([name, key]) => learn(name, key));
  await stage.restart({ ENCRYPTION_KEYS: keys.join() });
  const [owner, ann] = [people.owner, people.ann].map(({ cookies }) => {
    const browser = stage.visit();
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    return browser;
  });
  await eventually(() => isRotated(owner!), 60_000);
  return { ...people, owner: owner!, ann: ann! };
}

async function isRotated(owner: Browser): Promise<void> {
  const { encryptionKeys } = await owner.ask(`{ encryptionKeys { isActive values } }`);
  const isLeft = encryptionKeys.slice(1).some(({ values }: { values: number }) => values > 0);
  if (encryptionKeys.length < 2 || isLeft) throw new Error("Something is sealed with an old key.");
}

/** As an admin and as somebody else. @returns what types the admin saw. */
async function crawlAll(stage: CanaryStage, people: People, requests: readonly string[]): Promise<Set<string>> {
  const seen = new Set<string>();
  const { jobs, audiobooks } = await people.owner.ask(
    `{ jobs(first: 1) { nodes { id } } audiobooks(first: 1) { nodes { id } } }`,
  );
  for (const browser of [people.owner, people.ann]) {
    for (const id of requests) {
      const things = { Request: id, Job: jobs.nodes[0].id, Audiobook: audiobooks.nodes[0].id };
      const who = { things, people: { ann: people.annsId, bob: "", ada: "", dora: "" } };
      const found = await crawl(schema, (document) => browser.send(document), who);
      if (browser === people.owner) for (const type of found) seen.add(type);
    }
  }
  await knockEverywhere(stage);
  return seen;
}
