/** Two hundred requests from createRequest to completed: the whole program in one process, and a world of fakes around it. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createApp } from "../app.ts";
import type { Integrations } from "../configuration/integrations.ts";
import { readEnv } from "../env.ts";
import type { DownloadClient } from "../integrations/download-clients/download-client.ts";
import { jobs } from "../jobs/registry.ts";
import { createLogger } from "../logger.ts";
import { fakeMp3 } from "../testing/fakes/audio.ts";
import { createFakeDownloadClient } from "../testing/fakes/download-client.ts";
import { makeTorrent, startTorznabFake } from "../testing/fakes/torznab.ts";
import { makeApiKey } from "../users/session.ts";
import { User } from "../users/user.entity.ts";
import { urlOf, withClient, type BenchDatabase } from "./cluster.ts";
import type { Bench, Line } from "./section.ts";

const count = 200;
const targetSeconds = 60;
const atOnce = 16;

/** Every request finds one release, whose download is there at once and holds one small MP3. */
export async function pipeline(bench: Bench): Promise<readonly Line[]> {
  const books = Array.from({ length: count }, (_, n) => ({ title: `Voyage${n} Home`, author: `Writer${n} Smith` }));
  const ask = await startWorld(
    bench,
    books.map(({ title, author }) => `${author} - ${title} [MP3]`),
  );

  const begun = performance.now();
  const left = [...books];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let book = left.shift(); book; book = left.shift())
        await ask(`mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }`, { input: book });
    }),
  );
  const created = performance.now();
  const deadline = begun + 5 * targetSeconds * 1000;
  let completed = 0;
  while (completed < count && performance.now() < deadline) {
    await pause(250);
    ({
      requests: { totalCount: completed },
    } = await ask("{ requests(first: 1, filter: { status: [COMPLETED] }) { totalCount } }"));
  }
  const seconds = (performance.now() - begun) / 1000;
  const { jobs: done } = await ask("{ jobs(first: 1) { totalCount } }");
  return [
    {
      what: `${count} requests from creation to completed`,
      ours: completed === count ? `${seconds.toFixed(1)} s` : `${completed} after ${seconds.toFixed(0)} s`,
      target: `≤ ${targetSeconds} s`,
      met: completed === count && seconds <= targetSeconds,
    },
    { what: "of which creating them", ours: `${((created - begun) / 1000).toFixed(1)} s` },
    { what: "jobs", ours: `${done.totalCount} jobs, ${(done.totalCount / seconds).toFixed(0)}/s` },
  ];
}

type Ask = (query: string, variables?: object) => Promise<any>;

/** @returns what asks the program as its admin. */
async function startWorld(bench: Bench, releases: readonly string[]): Promise<Ask> {
  const database = await bench.cluster.createDatabase("pipeline", jobs);
  const apiKey = await makeAdmin(database);
  const indexer = await startTorznabFake();
  bench.atEnd(() => indexer.close());
  indexer.releases = releases.map((title) => ({
    title,
    seeders: 10,
    leechers: 0,
    sizeBytes: 200_000_000,
    torrent: makeTorrent(title),
  }));
  const downloads = createFakeDownloadClient(join(bench.folder, "downloads"));
  downloads.instantContent = { "book.mp3": fakeMp3() };
  const libraryDir = join(bench.folder, "library");
  await mkdir(libraryDir);

  const env = readEnv({ PORT: "0", DATA_DIR: join(bench.folder, "data"), DATABASE_URL: urlOf(database.address) });
  const app = await createApp(env, createLogger("error"), { integrations: (real) => withDownloads(real, downloads) });
  bench.atEnd(() => app.close());
  await app.ready;
  const ask: Ask = async (query, variables = {}) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: any; errors?: { message: string }[] };
    if (errors?.[0]) throw new Error(errors[0].message);
    return data;
  };
  await ask(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }`, {
    input: [
      { key: "indexer.type", value: "torznab" },
      { key: "indexer.url", value: indexer.feedUrl },
      { key: "indexer.api_key", value: indexer.apiKey },
      { key: "download_client.type", value: "embedded" },
      { key: "media_server.type", value: "folder" },
      { key: "paths.media_library", value: libraryDir },
    ],
  });
  return ask;
}

function makeAdmin({ address }: BenchDatabase): Promise<string> {
  return withClient(address, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "insert into users (id, username, role) values (gen_random_uuid(), 'owner', 'admin') returning id",
    );
    const { row, key } = makeApiKey(Object.assign(new User(), rows[0]), "benchmark", null);
    await client.query(
      "insert into api_keys (id, user_id, name, prefix, key_hash) values (gen_random_uuid(), $1, 'benchmark', $2, $3)",
      [rows[0]!.id, row.prefix, row.keyHash],
    );
    return key;
  });
}

/** The configured download client, whatever its type, is the fake. */
function withDownloads(real: Integrations, port: DownloadClient): Integrations {
  return {
    ...real,
    open: ((kind: string) =>
      kind === "download_client"
        ? Promise.resolve({ type: "embedded", label: "The fake client", port })
        : real.open(kind as "indexer")) as Integrations["open"],
    downloads: (signal) => port.list(signal),
  };
}
