/** A household that is worth looking at: the real server with the seed's library, the sandbox, an admin and a reader. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EntityManager } from "@mikro-orm/postgresql";
import { createApp } from "../../app.ts";
import { seedLibrary } from "../../database/seed-library.ts";
import { readEnv } from "../../env.ts";
import { createLogger } from "../../logger.ts";
import { connectApi, type Api } from "../../sandbox/api.ts";
import { settingsOf, startSandbox } from "../../sandbox/world.ts";
import { eventually } from "../eventually.ts";
import { password } from "../chromium.ts";

/** A server that runs, with nobody and nothing in it yet. */
export interface Place {
  readonly url: string;
  readonly setUpToken: string;
  /** Of its own, and empty. */
  readonly paths: { readonly downloads: string; readonly library: string };
  /** Brings in the people, the library and the sandbox. */
  furnish(): Promise<Furnished>;
  close(): Promise<void>;
}

/** A place that somebody lives in. */
export interface Furnished {
  /** The admin, whose name is "nora". */
  readonly api: Api;
  /** @returns the id of the first row of a list that the filter leaves. */
  first(of: { readonly list: "audiobooks" | "requests" | "jobs"; readonly filter: string }): Promise<string>;
  /** Asks for two books of the sandbox, and waits until they are on the shelf: one of them by its second-best release. */
  bringBooks(): Promise<void>;
}

/** @param folder of its own, for everything. @param env DATABASE_URL and the like; without it PostgreSQL is embedded. */
export async function openPlace(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Place> {
  const paths = { downloads: join(folder, "downloads"), library: join(folder, "library") };
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true });
  const closers: (() => Promise<unknown>)[] = [];
  const settings = { PORT: "0", DATA_DIR: join(folder, "data"), LOG_LEVEL: "silent", ...env };
  const app = await createApp(readEnv(settings), createLogger(settings.LOG_LEVEL));
  closers.push(() => app.close());
  const { setUpToken, makeContext } = await app.ready;

  async function furnish(): Promise<Furnished> {
    const sandbox = await startSandbox({ dataDir: join(folder, "sandbox"), speed: 10 });
    closers.push(() => sandbox.close());
    const api = await connectApi(app.url, { username: "nora", password }, setUpToken);
    closers.push(() => api.close());
    const input = Object.entries({ ...settingsOf(sandbox, paths), "automation.stalled_after_seconds": "8" });
    await api.ask("mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key } }", {
      input: input.map(([key, value]) => ({ key, value })),
    });
    await api.ask("mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }", {
      input: { username: "theo", password },
    });
    const size = { seed: 1, audiobooks: 360, requests: 900, now: new Date() };
    await seedLibrary(makeContext().em as EntityManager, size);

    const first: Furnished["first"] = async ({ list, filter }) => {
      const data = await api.ask<Record<string, { nodes: { id: string }[] }>>(
        `{ ${list}(first: 1, filter: { ${filter} }) { nodes { id } } }`,
      );
      return data[list]!.nodes[0]!.id;
    };
    return {
      api,
      first,
      async bringBooks() {
        const ids = await Promise.all(["The War of the Worlds", "Frankenstein"].map((title) => ask(api, title)));
        await eventually(async () => {
          for (const id of ids) await requireCompleted(api, id);
        }, 240_000);
      },
    };
  }

  return {
    url: app.url,
    setUpToken: setUpToken!,
    paths,
    furnish,
    async close() {
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

async function ask(api: Api, title: string): Promise<string> {
  const { searchCatalog } = await api.ask<{ searchCatalog: { entries: { audibleId: string }[] } }>(
    "query ($query: String!) { searchCatalog(query: $query) { entries { audibleId } } }",
    { query: title },
  );
  const { createRequest } = await api.ask<{ createRequest: { id: string } }>(
    "mutation ($input: CreateRequestInput!) { createRequest(input: $input) { id } }",
    { input: { audibleId: searchCatalog.entries[0]!.audibleId } },
  );
  return createRequest.id;
}

/** @throws Error with a sentence while it is not. */
async function requireCompleted(api: Api, id: string): Promise<void> {
  const { request } = await api.ask<{ request: { status: string; blocker: { message: string } | null } }>(
    "query ($id: ID!) { request(id: $id) { status blocker { message } } }",
    { id },
  );
  if (request.status !== "COMPLETED") throw new Error(`It is ${request.status}. ${request.blocker?.message ?? ""}`);
}
