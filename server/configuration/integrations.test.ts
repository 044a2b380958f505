import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  makeTestPlace,
  removeTestPlace,
  type TestPlace,
} from "../integrations/download-clients/embedded-test-place.ts";
import { makeTorrent } from "../testing/fakes/torznab.ts";
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
    expect(await integrations.downloads(signal)).toEqual([]);
    const torrent = makeTorrent("A book");
    const { infoHash } = await readTorrentFile(torrent);
    await client!.port.add({ torrent, infoHash }, signal);
    expect(await integrations.downloads(signal)).toEqual([]);
    expect(await integrations.downloads(signal, { fresh: true })).toMatchObject([{ id: infoHash }]);
    expect(await integrations.downloads(signal)).toMatchObject([{ id: infoHash }]);
  });
});
