/** What the tests of the Plex adapter share: books, and the adapter opened on a fake. */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import type { FakeAlbum } from "../../testing/fakes/plex.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { MediaServer, MediaServerItem } from "./media-server.ts";
import { plex } from "./plex.ts";

/** The folder of the fake's library, which is also where this program puts new books. */
export const root = join(tmpdir(), `readmeabook-plex-${randomUUID()}`);

/** To be called once at the top of a test file: makes the folder, empty, and removes it in the end. */
export function useRoot(): void {
  beforeAll(async () => void (await mkdir(root)));
  afterAll(() => rm(root, { recursive: true, force: true }));
}

/** @param settings beside address and token, as texts. */
export function openPlex(
  fake: { readonly url: string; readonly token: string },
  settings: Readonly<Record<string, string>> = {},
  timeoutMs?: number,
  libraryDir = root,
): Promise<MediaServer> {
  return plex.open(plex.settings.parse({ url: fake.url, auth_token: fake.token, ...settings }), {
    ...makeIntegrationRuntime(timeoutMs),
    libraryDir,
  });
}

/** @param path of its only file, below the root. */
export function makeAlbum(path: string, more: Partial<FakeAlbum> = {}): FakeAlbum {
  return { title: "Winter", author: "Ana Lühr", files: [{ path: `${root}/${path}`, minutes: 60 }], ...more };
}

export async function readAll(server: MediaServer): Promise<MediaServerItem[]> {
  const items: MediaServerItem[] = [];
  for await (const page of server.items(new AbortController().signal)) items.push(...page);
  return items;
}

/** @returns what it is rejected with. */
export function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable("it was expected to fail"),
    (reason) => reason,
  );
}
