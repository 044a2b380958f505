import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startQbittorrentFake } from "../../testing/fakes/qbittorrent.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { describeDownloadClient } from "./download-client.contract.ts";
import { qbittorrent } from "./qbittorrent.ts";

describeDownloadClient("A qBittorrent 5.2 that stands in for the real one", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "qbittorrent-")));
  const fake = await startQbittorrentFake({ version: "5.2", folder, showsAfterMs: 300 });
  const { url, options } = fake;
  return {
    open: () =>
      qbittorrent.open(qbittorrent.settings.parse({ url, username: options.username, password: options.password }), {
        ...makeIntegrationRuntime(),
        dataDir: join(folder, "data"),
      }),
    async addForeign({ infoHash }) {
      fake.torrents.set(infoHash, { hash: infoHash, category: "films" });
    },
    async tearDown() {
      await fake.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
