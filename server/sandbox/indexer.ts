import { XMLBuilder } from "fast-xml-parser";
import type { FastifyPluginAsync } from "fastify";
import type { SandboxRelease } from "./books.ts";
import { toWords } from "./catalog.ts";
import type { SharedTorrent } from "./swarm.ts";

/** A release that is ready to be listed. */
export type ListedRelease = SandboxRelease & SharedTorrent;

const AUDIOBOOKS = 3030;

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressEmptyNode: true });
const toXml = (document: object): string =>
  builder.build({ "?xml": { "@version": "1.0", "@encoding": "UTF-8" }, ...document });

/**
 * An indexer that speaks Torznab: `/api` with `t=caps` and `t=search`, and torrent files under `/download`.
 * Without the key it answers nothing.
 */
export function serveIndexer(apiKey: string, releases: readonly ListedRelease[], startedAt: Date): FastifyPluginAsync {
  return async (app) => {
    app.addHook<{ Querystring: { apikey?: string } }>("onRequest", async ({ query }, reply) => {
      if (query.apikey === apiKey) return;
      return reply.code(401).type("application/xml").send(failure(100, "Invalid API Key"));
    });

    app.get<{ Querystring: { t?: string; q?: string; cat?: string } }>("/api", async ({ query, host }, reply) => {
      reply.type("application/rss+xml; charset=utf-8");
      if (query.t === "caps") return toXml(capabilities);
      if (query.t !== "search") return reply.code(400).send(failure(202, `No such function (${query.t ?? ""})`));
      const words = toWords(query.q ?? "");
      const isWanted = !query.cat || query.cat.split(",").some((id) => [AUDIOBOOKS, 3000].includes(Number(id)));
      const found = releases.flatMap((release, index) => {
        const known = toWords(release.name);
        const link = `http://${host}${app.prefix}/download/${index}?apikey=${apiKey}`;
        return isWanted && words.every((word) => known.includes(word)) ? [item(release, link)] : [];
      });
      return toXml(feed(found));
    });

    app.get<{ Params: { index: string } }>("/download/:index", async ({ params }, reply) => {
      const release = releases[Number(params.index)];
      if (!release) return reply.code(404).type("application/xml").send(failure(300, "No such item"));
      return reply.type("application/x-bittorrent").send(Buffer.from(release.torrent));
    });
  };

  function item({ name, sizeBytes, seeders, ageDays }: ListedRelease, link: string): object {
    const attributes = { category: AUDIOBOOKS, size: sizeBytes, seeders, peers: seeders + Math.ceil(seeders / 5) };
    return {
      title: name,
      guid: `sandbox:${name}`,
      pubDate: new Date(startedAt.getTime() - ageDays * 86_400_000).toUTCString(),
      link,
      size: sizeBytes,
      enclosure: { "@url": link, "@length": sizeBytes, "@type": "application/x-bittorrent" },
      "torznab:attr": Object.entries(attributes).map(([name, value]) => ({ "@name": name, "@value": value })),
    };
  }
}

const capabilities = {
  caps: {
    server: { "@title": "Sandbox indexer" },
    limits: { "@default": 100, "@max": 100 },
    searching: { search: { "@available": "yes", "@supportedParams": "q" }, "book-search": { "@available": "no" } },
    categories: {
      category: { "@id": 3000, "@name": "Audio", subcat: { "@id": AUDIOBOOKS, "@name": "Audio/Audiobook" } },
    },
  },
};

const feed = (items: readonly object[]): object => ({
  rss: {
    "@version": "2.0",
    "@xmlns:torznab": "http://torznab.com/schemas/2015/feed",
    channel: { title: "Sandbox indexer", item: items },
  },
});

const failure = (code: number, description: string): string =>
  toXml({ error: { "@code": code, "@description": description } });
