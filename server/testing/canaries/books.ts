/** Requests whose releases hold secrets, and go wrong in every way in which that can be told. */
import { makeTorrent } from "../fakes/torznab.ts";
import type { FakeRelease } from "../fakes/torznab.ts";
import type { Browser } from "../browser.ts";
import type { Canaries } from "./canaries.ts";
import { eventually } from "../eventually.ts";
import { withSuperuser } from "./sinks.ts";
import type { CanaryStage } from "./stage.ts";

const author = "Jane Austen";
const listed = (title: string, more: Partial<FakeRelease>): FakeRelease => ({
  title: `${author} - ${title} [M4B]`,
  seeders: 10,
  leechers: 0,
  sizeBytes: 200_000_000,
  ...more,
});
const hash = (digit: number) => String(digit).repeat(40);
const link = (canaries: Canaries) =>
  `http://proxy:${canaries.plant("password in a link")}@tracker.invalid/${canaries.plant("passkey in a path")}/get?passkey=${canaries.plant("passkey")}`;
const magnet = (canaries: Canaries, digit: number) =>
  `magnet:?xt=urn:btih:${hash(digit)}&tr=${encodeURIComponent(link(canaries))}&xs=${link(canaries)}`;

/** A title that the database refuses, with an error that holds a link: what nobody has foreseen. */
export const unforeseen = "Northanger Abbey";

/** A release that repeats the key that the indexer was asked with. */
export const echoOf = (key: string): FakeRelease =>
  listed("Emma", { title: `${author} - Emma [MP3] ${key}`, indexerName: `Tracker of ${key}`, seeders: 1 });

/** The title of a book → what the indexer lists for it. */
export const releasesOf = (canaries: Canaries): Readonly<Record<string, FakeRelease>> => ({
  Emma: listed("Emma", { torrent: withTracker("Emma", link(canaries)), guid: link(canaries) }),
  Persuasion: listed("Persuasion", { guid: magnet(canaries, 1) }),
  Sanditon: listed("Sanditon", {
    redirectTo: `http://proxy:${canaries.plant("redirect")}@169.254.169.254/?key=${canaries.plant("redirect")}`,
  }),
  "Mansfield Park": listed("Mansfield Park", { redirectTo: magnet(canaries, 2) }),
  "Lady Susan": listed("Lady Susan", { magnetLink: magnet(canaries, 3), infoHash: hash(3) }),
  "The Watsons": listed("The Watsons", { torrent: Buffer.from(`<html>${link(canaries)}</html>`) }),
  "Love and Freindship": listed("Love and Freindship", { torrent: Buffer.from(`d8:announce9:${link(canaries)}`) }),
  "The Beautifull Cassandra": listed("The Beautifull Cassandra", {
    redirectTo: `ftp://${canaries.plant("ftp")}@127.0.0.1/`,
  }),
  [unforeseen]: listed(unforeseen, { torrent: makeTorrent(unforeseen) }),
});

/** A torrent file that names its tracker, as private ones do. */
function withTracker(name: string, tracker: string): Uint8Array {
  const plain = Buffer.from(makeTorrent(name)).toString("latin1");
  const named = plain.replaceAll("27:http://127.0.0.1:9/announce", `${tracker.length}:${tracker}`);
  if (named === plain) throw new Error("The torrent has another tracker by now.");
  return Buffer.from(named, "latin1");
}

/**
 * From here on the database refuses whatever has `what` in it, with an error that holds a link. Neither its definition
 * nor PostgreSQL's log does: they are looked into.
 */
export async function refuseRows({ dataDir, canaries }: CanaryStage, table: string, what: string): Promise<void> {
  const [first, ...rest] = link(canaries);
  await withSuperuser(dataDir, async (client) => {
    await client.query(`create function public.refuse_${table}() returns trigger security definer language plpgsql as $$ begin
      if new::text like '%${what}%' then
        perform set_config('log_min_messages', 'panic', true);
        raise exception 'It cannot be fetched: %', '${first}' || reverse('${rest.toReversed().join("")}');
      end if; return new; end $$`);
    await client.query(
      `create trigger refuse before insert or update on ${table} for each row execute function public.refuse_${table}()`,
    );
  });
}

const requestFields = `id status blocker { kind message } errorMessage releases { id torrentName downloadStatus downloadError }
  jobs { type status errorMessage stackTrace }`;

/** Asks for a book. @returns the request's id. */
export async function askFor(browser: Browser, title: string): Promise<string> {
  const { createRequest } = await browser.ask(
    `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`,
    { input: { title, author } },
  );
  return createRequest.id;
}

/** Waits until what an admin sees of a request passes. */
export function sees(admin: Browser, id: string, check: (request: any) => unknown): Promise<any> {
  return eventually(async () => {
    const { request } = await admin.ask(`query ($id: ID!) { request(id: $id) { ${requestFields} } }`, { id });
    if (!check(request)) throw new Error(`Not yet: ${JSON.stringify(request)}`);
    return request;
  }, 60_000);
}

/** What was begun ends badly in the download client; then it is looked for, taken and blocked by hand. */
export async function loseDownload(stage: CanaryStage, owner: Browser, id: string): Promise<void> {
  const { client } = stage.upstreams;
  await sees(owner, id, ({ releases }) => releases[0]?.downloadStatus === "DOWNLOADING");
  await eventually(() => {
    if (client.torrents.size === 0) throw new Error("The client has no torrent.");
  });
  for (const torrent of client.torrents.values()) Object.assign(torrent, { state: "error" });
  const { releases } = await sees(owner, id, (request) => request.releases[0]?.downloadStatus === "FAILED");
  await owner.send(`mutation ($input: UnblockReleaseInput!) { unblockRelease(input: $input) { id } }`, {
    input: { releaseId: releases[0].id },
  });
  await owner.send(
    `mutation ($input: SearchReleasesInput!) { searchReleases(input: $input) {
    indexers { name found failure restsUntil } releases { id torrentName refusal } } }`,
    { input: { requestId: id } },
  );
  await owner.send(
    `mutation ($input: BlockReleaseInput!) { blockRelease(input: $input) { id reason torrentHash torrentName } }`,
    {
      input: { releaseId: releases[0].id },
    },
  );
  await owner.send(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);
}
