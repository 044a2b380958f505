import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTransmissionFake } from "../../testing/fakes/transmission.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { describeDownloadClient } from "./download-client.contract.ts";
import { transmission } from "./transmission.ts";

describeDownloadClient("A Transmission 4.1 that stands in for the real one", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "transmission-")));
  const fake = await startTransmissionFake({ version: "4.1", folder });
  const { url, options } = fake;
  return {
    open: () =>
      transmission.open(transmission.settings.parse({ url, username: options.username, password: options.password }), {
        ...makeIntegrationRuntime(),
        dataDir: join(folder, "data"),
      }),
    async addForeign({ infoHash }) {
      fake.torrents.set(infoHash, { labels: ["films"] });
    },
    async tearDown() {
      await fake.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
