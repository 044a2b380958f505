/** For each test of a suite: a folder, a stand-in for a client that saves there, and the adapter opened upon it. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { Integration } from "../integration.ts";
import type { DownloadClient } from "./download-client.ts";

/** What a test of an adapter works with. */
export interface ClientTestPlace<Fake, Options> {
  /** The last one that was started. */
  readonly fake: Fake;
  readonly folder: string;
  start(options: Options): Promise<void>;
  /** Opens the adapter as another process would. @param settings beside the address and "admin" with "secret". */
  open(settings?: Record<string, string>): Promise<DownloadClient>;
}

/** Declares the hooks; call it within a `describe`. */
export function useClientTestPlace<
  Fake extends { url: string; close(): Promise<void> },
  Options extends { folder: string },
>(
  startFake: (options: Options) => Promise<Fake>,
  adapter: Integration<any, DownloadClient>,
): ClientTestPlace<Fake, Omit<Options, "folder">> {
  let folder = "";
  let fake: Fake;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "download-client-")));
  });
  afterEach(async () => {
    await fake.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get fake() {
      return fake;
    },
    get folder() {
      return folder;
    },
    async start(options) {
      fake = await startFake({ folder, ...options } as Options);
    },
    open(settings = {}) {
      const given = adapter.settings.parse({ url: fake.url, username: "admin", password: "secret", ...settings });
      return adapter.open(given, { ...makeIntegrationRuntime(), dataDir: join(folder, "data") });
    },
  };
}
