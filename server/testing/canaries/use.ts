/** A life of the program in which it is given every secret, used rightly and wrongly, and then asked for everything. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { keyFileIn, parseEncryptionKeys } from "../../security/encryption-keys.ts";
import type { Browser } from "../browser.ts";
import { eventually } from "../eventually.ts";
import type { Answer } from "../test-app.ts";
import { openSocket } from "../socket.ts";
import { askFor, echoOf, loseDownload, refuseRows, releasesOf, sees, unforeseen } from "./books.ts";
import type { Shown } from "./canaries.ts";
import { crawl, type Seen } from "./crawl.ts";
import { mutateAll, subscribeToAll } from "./mutations.ts";
import { askWrongly, goThroughPlex, knockEverywhere, welcomePeople } from "./people.ts";
import { dumpDatabase } from "./sinks.ts";
import type { CanaryStage } from "./stage.ts";
import { configureAll, configureWrongly, tryAll, tryOne } from "./upstreams.ts";

/** What came of it. */
export interface Used {
  /** What the admin's crawl came by. */
  readonly seen: Seen;
  /** To one of each mutation. */
  readonly answers: readonly Answer[];
  readonly dump: readonly Shown[];
  /** What the tries of integrations said. */
  readonly sentences: readonly string[];
}

export const schema = buildSchema(readFileSync(join(process.cwd(), "schema.graphql"), "utf8"));

/** @param marker no secret: the title of a book. */
export async function use(stage: CanaryStage, marker: string): Promise<Used> {
  const { canaries, upstreams } = stage;
  const people = await welcomePeople(stage);
  const { owner, ann } = people;
  const late = tryOne(owner, canaries, "download_client.transmission", upstreams.silent.url);
  // It is waited for further down.
  late.catch(() => {});
  for (const apiKey of [people.ownersKey, people.annsKey])
    subscribeToAll(schema, openSocket(stage.proxy.url, { apiKey }));
  await configureAll(owner, canaries, upstreams, stage.libraryDir);
  await configureWrongly(owner, canaries, upstreams);
  await refuseRows(stage, "download_history", unforeseen);
  await refuseRows(stage, "api_keys", unforeseen);
  const releases = releasesOf(canaries);
  upstreams.indexer.releases = [...Object.values(releases), echoOf(upstreams.indexer.apiKey)];
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
  const as = (browser: Browser) => (document: string) => browser.send(document);
  const first = await crawl(schema, as(owner), titles.length + 1);
  for (const browser of [ann, stage.visit()]) await crawl(schema, as(browser), 1, first);
  await knockEverywhere(stage, people.ownersKey);
  sentences.push(await late);
  const ownerLater = await rotate(stage, owner);
  const seen = await crawl(schema, as(ownerLater), 1, first);
  await knockEverywhere(stage, people.ownersKey);
  const answers: Answer[] = [];
  for (const browser of [stage.visit(), ownerLater])
    answers.push(...(await mutateAll(schema, as(browser), seen, canaries)));
  const dump = await dumpDatabase(stage.dataDir);
  await stage.stop();
  return { seen, answers, dump, sentences };
}

const jobHasFailed = ({ jobs }: any) => jobs.some(({ errorMessage }: any) => errorMessage !== null);
const wasTried = ({ releases }: any) => releases.some(({ downloadStatus }: any) => downloadStatus !== null);

/** With a new key of its own file, and then with one that the owner gives. @returns the owner's browser with the new address open. */
async function rotate(stage: CanaryStage, owner: Browser): Promise<Browser> {
  const { canaries, dataDir } = stage;
  const learn = (name: string, key: Buffer) => {
    canaries.learn(`key.${name}`, key);
    canaries.learn(`key.${name}.as.text`, key.toString("base64"));
    return `${name}:${key.toString("base64")}`;
  };
  await owner.ask(`mutation { rotateEncryptionKey { id } }`);
  await eventually(() => isRotated(owner), 60_000);
  const ofFile = [...parseEncryptionKeys(readFileSync(keyFileIn(dataDir), "utf8"))];
  const keys = [["k9", randomBytes(32)] as const, ...ofFile].map(([name, key]) => learn(name, key));
  await stage.restart({ ENCRYPTION_KEYS: keys.join() });
  const browser = stage.visit();
  for (const [name, value] of owner.cookies) browser.cookies.set(name, value);
  await eventually(() => isRotated(browser), 60_000);
  return browser;
}

async function isRotated(owner: Browser): Promise<void> {
  const { encryptionKeys } = await owner.ask(`{ encryptionKeys { isActive values } }`);
  const isLeft = encryptionKeys.slice(1).some(({ values }: { values: number }) => values > 0);
  if (encryptionKeys.length < 2 || isLeft) throw new Error("Something is sealed with an old key.");
}
