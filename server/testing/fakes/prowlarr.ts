/**
 * A Prowlarr in process, as far as its JSON API is asked. A search finds the releases whose title and author hold every
 * word of the query; like the real one it hides indexers that fail, and makes every link one to itself.
 */
import type { FakeRelease } from "./torznab.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** One of its indexers. */
export interface FakeIndexer {
  readonly id: number;
  readonly name: string;
  readonly enable?: boolean;
  readonly protocol?: "torrent" | "usenet";
  /** Default [3000, 3030]. */
  readonly categories?: readonly number[];
  /** Default 25. */
  readonly priority?: number;
  /** It failed, and is not asked until then. */
  readonly restsUntil?: Date;
}

/** A release with what only Prowlarr says of it. `indexerName` decides which indexer has it; default: the first. */
export interface ProwlarrRelease extends FakeRelease {
  readonly protocol?: string;
  readonly indexerFlags?: readonly (string | number)[];
}

/** A running fake. Change `releases`, `indexers` and `appName` at any time. */
export interface ProwlarrFake extends VendorServer {
  readonly apiKey: string;
  releases: ProwlarrRelease[];
  indexers: FakeIndexer[];
  appName: string;
}

/** @param path below which it serves, as behind a reverse proxy: "/prowlarr". */
export async function startProwlarrFake(path = ""): Promise<ProwlarrFake> {
  const apiKey = "fake-key-Pw4RlArr9";
  const state = {
    releases: [] as ProwlarrRelease[],
    indexers: [{ id: 1, name: "A tracker" }] as FakeIndexer[],
    appName: "Prowlarr",
  };
  const server = await startVendorServer((url, request) => {
    if (!url.pathname.startsWith(`${path}/api/v1/`)) return { body: "<!doctype html><title>Prowlarr</title>" };
    if (request.headers["x-api-key"] !== apiKey) return { status: 401 };
    switch (url.pathname.slice(path.length)) {
      case "/api/v1/search":
        return search(state, url, apiKey);
      case "/api/v1/indexer":
        return json(state.indexers.map(toIndexer));
      case "/api/v1/indexerstatus":
        return json(
          state.indexers.flatMap(({ id, restsUntil }) =>
            restsUntil ? [{ id: 90 + id, indexerId: id, disabledTill: restsUntil }] : [],
          ),
        );
      case "/api/v1/system/status":
        return json({ appName: state.appName, version: "1.37.0.5076", isProduction: true });
      default:
        return { ...json({ message: "NotFound" }), status: 404 };
    }
  });
  return Object.assign(state, server, { apiKey });
}

const toIndexer = ({ categories = [3000, 3030], ...indexer }: FakeIndexer) => ({
  enable: true,
  protocol: "torrent",
  priority: 25,
  ...indexer,
  capabilities: { categories: categories.map((category) => ({ id: category, name: "", subCategories: [] })) },
});

function search(state: Pick<ProwlarrFake, "releases" | "indexers">, url: URL, apiKey: string): VendorAnswer {
  const query = url.searchParams;
  const ids = query.getAll("indexerIds").map(Number);
  const categories = query.getAll("categories").map(Number);
  if (![...ids, ...categories].every(Number.isInteger)) return { ...json({ errors: {} }), status: 400 };
  const asked = state.indexers.filter(
    ({ id, enable = true, protocol = "torrent", restsUntil }) =>
      enable && !restsUntil && (ids.length === 0 || ids.includes(id) || ids.includes(protocol === "torrent" ? -2 : -1)),
  );
  if (asked.length === 0) {
    return { ...json({ message: "Search failed due to all selected indexers being unavailable" }), status: 400 };
  }
  const found = state.releases.flatMap((release, index) => {
    const listed = release.categories ?? [3030];
    const words = toWords(`${release.title} ${release.author ?? ""}`);
    const isAsked = asked.some(({ name }) => name === (release.indexerName ?? state.indexers[0]?.name));
    const isWanted = categories.length === 0 || categories.some((id) => listed.includes(id));
    const isFound = isAsked && isWanted && toWords(query.get("query") ?? "").every((word) => words.includes(word));
    return isFound
      ? [toRelease(release, asked, url.origin, `${url.origin}/1/download?apikey=${apiKey}&link=${index}`)]
      : [];
  });
  return json(found);
}

function toRelease(release: ProwlarrRelease, asked: readonly FakeIndexer[], origin: string, link: string) {
  const { title, publishedAt, magnetLink, categories = [3030] } = release;
  return {
    guid: release.guid ?? `${origin}/details/${encodeURIComponent(title)}`,
    age: 1,
    size: release.sizeBytes ?? 0,
    indexerId: asked.find(({ name }) => name === release.indexerName)?.id ?? asked[0]?.id,
    indexer: release.indexerName ?? "A tracker",
    title,
    imdbId: 0,
    publishDate: publishedAt?.toISOString() ?? "0001-01-01T00:00:00Z",
    ...(magnetLink ? { magnetUrl: link } : { downloadUrl: link }),
    indexerFlags: release.indexerFlags ?? [],
    categories: categories.map((id) => ({ id, name: "Audio", subCategories: [] })),
    infoHash: release.infoHash,
    seeders: release.seeders,
    leechers: release.leechers,
    protocol: release.protocol ?? "torrent",
    fileName: `${title}.torrent`,
  };
}

const json = (value: unknown): VendorAnswer => ({
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(value),
});

const toWords = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
