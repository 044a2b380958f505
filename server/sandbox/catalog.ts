import files from "@fastify/static";
import type { FastifyPluginAsync } from "fastify";
import { join } from "node:path";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";
import { books, sampleBooks, type SandboxBook } from "./books.ts";

const PAGE_SIZE = 20;

/** The sandbox's catalog: `/books` searches titles, authors and narrators by words, `/books/:id` is one, `/covers/` has the pictures. */
export const serveCatalog: FastifyPluginAsync = async (app) => {
  await app.register(files, { root: join(sampleBooks, "covers"), prefix: "/covers/", index: false });

  app.get<{ Querystring: { query?: string; page?: string } }>("/books", async ({ query, host }) => {
    const words = toWords(query.query ?? "");
    const found = books.filter((book) => {
      const about = toWords(`${book.title} ${book.author} ${book.narrator}`);
      return words.every((word) => about.some((known) => known.startsWith(word)));
    });
    const end = Math.max(1, Number(query.page) || 1) * PAGE_SIZE;
    const entries = found.slice(end - PAGE_SIZE, end).map((book) => describe(book, `http://${host}${app.prefix}`));
    return { entries, hasNextPage: found.length > end };
  });

  app.get<{ Params: { id: string } }>("/books/:id", async ({ params, host }, reply) => {
    const book = books.find(({ audibleId }) => audibleId === params.id);
    return book ? describe(book, `http://${host}${app.prefix}`) : reply.code(404).send();
  });
};

function describe({ folder, releases: _releases, ...entry }: SandboxBook, address: string): CatalogEntry {
  return {
    subtitle: null,
    seriesTitle: null,
    seriesPosition: null,
    language: "english",
    isAbridged: null,
    ...entry,
    coverArtUrl: `${address}/covers/${folder}.jpg`,
  };
}

/** @returns the words of a name or a question, without case and accents. */
export function toWords(text: string): string[] {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
