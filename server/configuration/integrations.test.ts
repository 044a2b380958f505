import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  makeTestPlace,
  removeTestPlace,
  type TestPlace,
} from "../integrations/download-clients/embedded-test-place.ts";
import { makeTorrent } from "../testing/fakes/torznab.ts";
import { startVendorServer } from "../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../testing/integration-runtime.ts";
import { readTorrentFile } from "../integrations/indexers/torrent-file.ts";
import { createIntegrations, type Integrations } from "./integrations.ts";

describe("the shared poll of the download client", () => {
  const { signal } = new AbortController();
  let place: TestPlace;
  let integrations: Integrations;
  beforeAll(async () => {
    place = await makeTestPlace();
    const settings = {
      "download_client.type": "embedded",
      "download_client.dht": "false",
      "download_client.listen_address": "127.0.0.1",
      "paths.downloads": place.downloadsDir,
    };
    integrations = createIntegrations(async () => settings, {
      ...makeIntegrationRuntime(),
      dataDir: place.dataDir,
      exclusive: async () => ({ lost: new AbortController().signal, release: async () => undefined }),
    });
  });
  afterAll(async () => {
    await integrations.reset();
    await removeTestPlace(place);
  });

  it("does not know what was added after it, and a fresh one does", async () => {
    const client = await integrations.open("download_client");
    // However long the client takes to add it, the poll stays as young as it is.
    vi.useFakeTimers({ toFake: ["performance"] });
    expect(await integrations.downloads(signal)).toEqual([]);
    const torrent = makeTorrent("A book");
    const { infoHash } = await readTorrentFile(torrent);
    await client!.port.add({ torrent, infoHash }, signal);
    expect(await integrations.downloads(signal)).toEqual([]);
    expect(await integrations.downloads(signal, { fresh: true })).toMatchObject([{ id: infoHash }]);
    expect(await integrations.downloads(signal)).toMatchObject([{ id: infoHash }]);
    vi.useRealTimers();
  });
});

describe("a link that somebody else named", () => {
  it("may lead to what is configured, wherever that runs, and only as long as it is", async () => {
    const indexer = await startVendorServer(() => ({ body: "a torrent" }));
    const link = { integration: "indexer", namedBy: "stranger" } as const;
    let settings: Record<string, string> = { "indexer.second.url": `${indexer.url}/torznab/api` };
    const integrations = createIntegrations(async () => settings, makeIntegrationRuntime());
    try {
      expect((await integrations.http.request(`${indexer.url}/dl/1`, link)).text()).toBe("a torrent");
      await expect(integrations.http.request(indexer.url.replace("127.0.0.1", "localhost"), link)).rejects.toThrow(
        "not on the public internet",
      );
      settings = {};
      await integrations.reset();
      await expect(integrations.http.request(`${indexer.url}/dl/1`, link)).rejects.toThrow(
        "not on the public internet",
      );
      expect(indexer.requests).toHaveLength(1);
    } finally {
      await indexer.close();
    }
  });
});
