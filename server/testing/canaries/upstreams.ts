/** What is around the program: vendors that hold canaries, one that repeats them, one that says nothing. */
import { join } from "node:path";
import { configurationKeys } from "../../configuration/configuration-keys.ts";
import type { Browser } from "../browser.ts";
import { startCatalogFake, type CatalogFake } from "../fakes/catalog.ts";
import { startPlexFake, type PlexFake } from "../fakes/plex.ts";
import { plexAccount, startPlexTvFake, type PlexTvFake } from "../fakes/plex-tv.ts";
import { startQbittorrentFake, type QbittorrentFake } from "../fakes/qbittorrent.ts";
import { startTorznabFake, type TorznabFake } from "../fakes/torznab.ts";
import { startVendorServer, type VendorServer } from "../fakes/vendor-server.ts";
import type { Canaries } from "./canaries.ts";
import { manners, startEcho } from "./echo.ts";

export interface Upstreams {
  readonly indexer: TorznabFake;
  readonly client: QbittorrentFake;
  readonly plex: PlexFake;
  readonly plexTv: PlexTvFake;
  readonly catalog: CatalogFake;
  readonly echo: VendorServer;
  readonly silent: VendorServer;
  /** An address at which nobody listens any more. */
  readonly gone: string;
  close(): Promise<void>;
}

export async function startUpstreams(canaries: Canaries, folder: string): Promise<Upstreams> {
  const indexer = await startTorznabFake();
  canaries.learn("the.indexers.key", indexer.apiKey);
  const client = await startQbittorrentFake({
    version: "5.0",
    folder: join(folder, "downloads"),
    password: canaries.plant("qbittorrent"),
  });
  const [plex, plexTv] = [await startPlexFake(), await startPlexTvFake()];
  plexTv.accounts.push(plexAccount(1004, "Homer", "shared"));
  for (const account of plexTv.accounts) account.token = canaries.plant(`account ${account.username}`);
  Object.assign(plexTv.accounts.at(-1)!, { home: "a home", pin: canaries.plant("profile pin") });
  plex.token = plexTv.accounts[0]!.token;
  const catalog = await startCatalogFake();
  catalog.books = [book];
  const echo = await startEcho();
  const silent = await startVendorServer(() => new Promise(() => {}));
  const gone = await startVendorServer(() => ({}));
  await gone.close();
  const all = { indexer, client, plex, plexTv, catalog, echo, silent };
  return {
    ...all,
    gone: gone.url,
    async close() {
      for (const each of Object.values(all)) await each.close();
    },
  };
}

const book = {
  audibleId: "B000000002",
  title: "Letters",
  subtitle: null,
  author: "Jane Austen",
  narrator: null,
  seriesTitle: null,
  seriesPosition: null,
  language: null,
  isAbridged: null,
  description: null,
  coverArtUrl: null,
  durationMinutes: null,
  releaseDate: null,
  rating: null,
  genres: [],
};

/** An address with a canary everywhere that an address has room for one. */
export function secretAddress(canaries: Canaries, url: string): string {
  const address = new URL(url);
  address.username = "proxy";
  address.password = canaries.plant("password in an address");
  address.searchParams.set("apikey", canaries.plant("key in an address"));
  return address.href;
}

const set = `mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key value isSet encrypted defaultValue } }`;
const test = `mutation ($input: TestIntegrationInput!) { testIntegration(input: $input) { ok message version } }`;

/** Settings as the API takes them. */
export const settingsOf = (all: Readonly<Record<string, string | null>>) =>
  Object.entries(all).map(([key, value]) => ({ key, value }));

/** A canary, in the form that the setting has. */
function plantedIn(canaries: Canaries, what: string, key: string, place = "http://127.0.0.1:9"): string {
  const canary = canaries.plant(`${what} ${key}`);
  // As long as such a key has to be.
  if (key === "web_push.private_key") return canary.padEnd(43, "0");
  return key.endsWith("_url") ? `${place}/${canary}` : canary;
}

const secretSettings = Object.entries(configurationKeys).filter(([, { secret }]) => secret);

/** Sets every secret setting that there is to a canary, and then what is needed to work. */
export async function configureAll(
  owner: Browser,
  canaries: Canaries,
  { indexer, client, plex, plexTv, catalog, echo }: Upstreams,
  libraryDir: string,
): Promise<void> {
  for (const time of ["first", "second"])
    await owner.ask(set, {
      input: secretSettings.map(([key]) => ({ key, value: plantedIn(canaries, time, key) })),
    });
  await owner.ask(set, {
    input: settingsOf({
      ...Object.fromEntries(secretSettings.map(([key]) => [key, plantedIn(canaries, "third", key)])),
      "download_client.api_key": null,
      "indexer.type": "torznab",
      "indexer.url": secretAddress(canaries, indexer.feedUrl),
      "indexer.api_key": indexer.apiKey,
      "indexer.second.type": "torznab",
      "indexer.second.url": secretAddress(canaries, `${echo.url}/trouble/1/api`),
      "indexer.second.api_key": canaries.plant("of the second indexer"),
      "download_client.type": "qbittorrent",
      // With a password in it, it would be a proxy's that is asked for it.
      "download_client.url": `${client.url}/?apikey=${canaries.plant("key in an address")}`,
      "download_client.username": "admin",
      "download_client.password": client.options.password,
      "media_server.type": "plex",
      "media_server.url": secretAddress(canaries, plex.url),
      "media_server.auth_token": plex.token,
      "media_server.library": "2",
      "plex.tv_url": plexTv.url,
      "plex.auth_url": `${plexTv.url}/auth`,
      "catalog.type": "sandbox",
      "catalog.url": secretAddress(canaries, catalog.url).split("/?")[0]!,
      "notifier.type": "ntfy",
      "notifier.url": secretAddress(canaries, `${echo.url}/text/topic`),
      "paths.media_library": libraryDir,
    }),
  });
}

/** Settings that are refused. */
export async function configureWrongly(owner: Browser, canaries: Canaries, { echo }: Upstreams): Promise<void> {
  for (const [key] of secretSettings)
    await owner.send(set, {
      input: [
        { key, value: `${canaries.plant(`refused ${key}`)}\0` },
        { key: `${key}x`, value: canaries.plant("of no setting") },
      ],
    });
  await owner.send(set, { input: settingsOf({ "indexer.url": `${canaries.plant("no address")}` }) });
  await owner.send(set, {
    input: settingsOf({ "indexer.url": `http://a.example/${"a".repeat(2000)}${canaries.plant("long")}` }),
  });
  await owner.send(set, { input: settingsOf({ "media_server.url": secretAddress(canaries, echo.url) }) });
}

const adapters = [
  "indexer.torznab",
  "indexer.prowlarr",
  "download_client.qbittorrent",
  "download_client.qbittorrent.key",
  "download_client.transmission",
  "media_server.plex",
  "notifier.ntfy",
  "notifier.discord",
  "notifier.telegram",
  "notifier.webhook",
  "notifier.apprise",
];

/** Tries every adapter that has a secret against upstreams that fail, each in its way, and repeat what they were told. */
export async function tryAll(owner: Browser, canaries: Canaries, { echo, gone }: Upstreams): Promise<string[]> {
  const places = [
    ...Object.keys(manners).map((manner) => `${echo.url}/${manner}`),
    gone,
    // It speaks no TLS.
    `${echo.url.replace("http:", "https:")}/text`,
    "http://169.254.169.254/latest",
    "http://nowhere.invalid",
  ];
  const said: string[] = [];
  for (const place of places)
    await Promise.all(adapters.map(async (adapter) => void said.push(await tryOne(owner, canaries, adapter, place))));
  return said;
}

/** @returns the sentence. */
export async function tryOne(owner: Browser, canaries: Canaries, adapter: string, place: string): Promise<string> {
  const [kind, type, hasKey] = adapter.split(".") as [string, string, string?];
  const secrets = Object.entries(configurationKeys)
    .filter(([key, { secret, forTypes }]) => key.startsWith(`${kind}.`) && secret && forTypes?.includes(type))
    .map(([key]) => key)
    .filter((key) => hasKey || key !== "download_client.api_key");
  const settings = {
    [`${kind}.type`]: type,
    [`${kind}.url`]: secretAddress(canaries, place),
    ...(type === "telegram" ? { "notifier.chat_id": "1" } : {}),
    ...(kind === "download_client" ? { [`${kind}.username`]: "admin" } : {}),
    ...Object.fromEntries(secrets.map((key) => [key, plantedIn(canaries, "tried", key, place)])),
  };
  const input = { kind: kind.toUpperCase(), settings: settingsOf(settings) };
  const { testIntegration } = await owner.ask(test, { input });
  return testIntegration.message;
}
