import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { isInstalled, startQbittorrent } from "../../testing/real-clients.ts";
import { describeDownloadClient } from "./download-client.contract.ts";
import { qbittorrent } from "./qbittorrent.ts";

describe.skipIf(!isInstalled("qbittorrent-nox"))("The installed qbittorrent-nox", () => {
  describeDownloadClient("qBittorrent", async () => {
    const real = await startQbittorrent();
    const dataDir = await mkdtemp(join(tmpdir(), "qbittorrent-data-"));
    const { url, username, password } = real;
    return {
      open: () =>
        qbittorrent.open(qbittorrent.settings.parse({ url, username, password }), {
          ...makeIntegrationRuntime(15_000),
          dataDir,
        }),
      async tearDown() {
        await real.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  });
});
