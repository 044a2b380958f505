/**
 * Opens what is configured, keeps it open, and closes it when its settings change. Knows no vendor: what there is to
 * choose from stands in the registries.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInputError } from "../errors.ts";
import type { Catalog } from "../integrations/catalogs/catalog.ts";
import type { Download, DownloadClient } from "../integrations/download-clients/download-client.ts";
import { withConfiguredOrigins } from "../integrations/http-client.ts";
import type { Indexer } from "../integrations/indexers/indexer.ts";
import type { Integration, IntegrationRuntime } from "../integrations/integration.ts";
import type { MediaServer } from "../integrations/media-servers/media-server.ts";
import type { Notifier } from "../integrations/notifiers/notifier.ts";
import { instancesOf, integrationKinds, type IntegrationKind } from "./integration-keys.ts";
import type { Settings } from "./configuration.service.ts";
import { secretsIn } from "./secrets-and-addresses.ts";
import { shielded } from "./shielded.ts";

/** The port of each kind. */
export interface Ports {
  indexer: Indexer;
  download_client: DownloadClient;
  media_server: MediaServer;
  catalog: Catalog;
  notifier: Notifier;
}

/** An integration that is open, and which one it is. */
export interface Opened<Port> {
  /** Its name in the registry: torznab, embedded, … */
  readonly type: string;
  /** What people call it: of one that has a name of its own, that. */
  readonly label: string;
  readonly port: Port;
}

/** The configured integrations. */
export interface Integrations {
  readonly http: IntegrationRuntime["http"];
  /** Where the program keeps its own files. Absolute. */
  readonly dataDir: string;
  /**
   * @param instance which one, where several may be configured: `indexer.mam`; the first unless told.
   * @returns null when it is not configured. @throws InvalidInputError when its settings are not complete.
   */
  open<K extends IntegrationKind>(kind: K, instance?: string): Promise<Opened<Ports[K]> | null>;
  /** Opens with settings that are not stored, for one use: the caller closes it. */
  openOnce<K extends IntegrationKind>(kind: K, settings: Settings, instance?: string): Promise<Opened<Ports[K]> | null>;
  /** Everything that is configured of a kind and not switched off, by the beginning of its settings. */
  instances(kind: IntegrationKind): Promise<string[]>;
  settings(): Promise<Settings>;
  /**
   * All downloads of the configured client; callers within a second share one poll, unless `fresh` asks for one that
   * knows what was added a moment ago.
   */
  downloads(signal: AbortSignal, options?: { readonly fresh?: boolean }): Promise<readonly Download[]>;
  /** A lock that one run at a time holds, over all processes on the database; null while another one does. */
  readonly exclusive: IntegrationRuntime["exclusive"];
  /** Forgets settings and closes what they opened; the next use reads them again. */
  reset(): Promise<void>;
}

/** @param lent what adapters are lent, less the two folders that are settings. */
export function createIntegrations(
  readSettings: () => Promise<Settings>,
  lent: Omit<IntegrationRuntime, "downloadsDir" | "libraryDir">,
): Integrations {
  const http = withConfiguredOrigins(lent.http, async () => configuredOrigins(await integrations.settings()));
  const runtime = { ...lent, http };
  let settings: Promise<Settings> | null = null;
  let polled: { at: number; downloads: Promise<readonly Download[]> } | null = null;
  const opened = new Map<string, Promise<Opened<any> | null>>();

  async function openWith<K extends IntegrationKind>(
    kind: K,
    all: Settings,
    instance: string = kind,
  ): Promise<Opened<Ports[K]> | null> {
    const type = all[`${instance}.type`];
    const adapters: Readonly<Record<string, Integration<any, any>>> = integrationKinds[kind].adapters;
    const adapter = type && Object.hasOwn(adapters, type) ? adapters[type] : undefined;
    if (!type || !adapter) return null;
    const name = instance.slice(kind.length + 1);
    const prefix = `${instance}.`;
    const given = Object.fromEntries(
      Object.entries(all).flatMap(([key, value]) =>
        key.startsWith(prefix) && value !== null ? [[key.slice(prefix.length), value]] : [],
      ),
    );
    const parsed = adapter.settings.safeParse(given);
    if (!parsed.success) {
      throw new InvalidInputError(
        Object.fromEntries(
          parsed.error.issues.map((issue) => [
            prefix + issue.path.join("."),
            `${integrationKinds[kind].label}${name && ` ${name}`}, ${issue.path.join(".")}: ${issue.message}`,
          ]),
        ),
      );
    }
    return {
      type,
      label: name || adapter.label,
      port: shielded(await adapter.open(parsed.data, { ...runtime, ...(await foldersOf(all, runtime.dataDir)) }), [
        // As HTTP sends the two.
        `${given["username"]}:${given["password"]}`,
        ...Object.entries(given).flatMap(([name, value]) => secretsIn(`${kind}.${name}`, value)),
      ]),
    };
  }

  const integrations: Integrations = {
    http,
    dataDir: runtime.dataDir,
    exclusive: runtime.exclusive,
    settings: () => (settings ??= keepUnlessItFails(readSettings(), () => (settings = null))),
    async open(kind, instance = kind) {
      let open = opened.get(instance);
      if (!open) {
        open = keepUnlessItFails(
          integrations.settings().then((all) => openWith(kind, all, instance)),
          () => opened.delete(instance),
        );
        opened.set(instance, open);
      }
      return open;
    },
    openOnce: openWith,
    async instances(kind) {
      const all = await integrations.settings();
      return instancesOf(kind, all).filter((instance) => all[`${instance}.enabled`] !== "false");
    },
    async downloads(signal, { fresh = false } = {}) {
      if (!fresh && polled && performance.now() - polled.at < 800) return polled.downloads;
      const client = await integrations.open("download_client");
      const downloads = keepUnlessItFails(
        client ? client.port.list(signal) : Promise.resolve([]),
        () => (polled = null),
      );
      polled = { at: performance.now(), downloads };
      return downloads;
    },
    async reset() {
      const closing = [...opened.values()];
      opened.clear();
      settings = null;
      polled = null;
      for (const each of closing) await each.then((open) => open?.port.close?.()).catch(() => {});
    },
  };
  return integrations;
}

/** Where downloads and books go; the folders that are ours are made, and what an owner named must exist. */
export async function foldersOf(
  settings: Settings,
  dataDir: string,
): Promise<Pick<IntegrationRuntime, "downloadsDir" | "libraryDir">> {
  const own = async (name: string): Promise<string> => {
    const folder = join(dataDir, name);
    await mkdir(folder, { recursive: true });
    return folder;
  };
  return {
    downloadsDir: settings["paths.downloads"] ?? (await own("downloads")),
    libraryDir: settings["paths.media_library"] ?? (await own("library")),
  };
}

/** What failed is tried anew by the next caller. */
function keepUnlessItFails<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  promise.catch(forget);
  return promise;
}

/** Scheme, host and port of every integration that has an address; switched-off ones too, because they are known. */
export function configuredOrigins(settings: Settings): ReadonlySet<string> {
  const addresses = Object.entries(settings).filter(([key]) => /[._]url$/.test(key));
  return new Set(addresses.flatMap(([, address]) => URL.parse(address ?? "")?.origin ?? []));
}
