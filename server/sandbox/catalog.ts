import files from "@fastify/static";
import type { FastifyPluginAsync } from "fastify";
import { join } from "node:path";
import type { CatalogEntry } from "../integrations/catalogs/catalog.ts";
import { sampleBooks, type SandboxBook } from "./books.ts";

const PAGE_SIZE = 20;

interface BooksQuery {
  readonly query?: string;
  readonly author?: string;
  readonly narrator?: string;
  readonly series?: string;
  /** new: the newest first. popular: the best-rated first. */
  readonly shelf?: string;
  readonly page?: string;
}

/**
 * The sandbox's catalog: `/books` searches titles, authors and narrators by words, or lists those of an author, a narrator, a
 * series or a shelf; `/books/:id` is one, `/covers/` has the pictures.
 */
export function serveCatalog(books: readonly SandboxBook[]): FastifyPluginAsync {
  return async (app) => {
    await app.register(files, { root: join(sampleBooks, "covers"), prefix: "/covers/", index: false });

    app.get<{ Querystring: BooksQuery }>("/books", async ({ query, host }) => {
      const words = toWords(query.query ?? "");
      const { author = "", narrator = "", series = "", shelf } = query;
      const found = books.filter((book) => {
        const about = toWords(`${book.title} ${book.author} ${book.narrator}`);
        return (
          words.every((word) => about.some((known) => known.startsWith(word))) &&
          isSame(book.author, author) &&
          isSame(book.narrator ?? "", narrator) &&
          isSame(book.seriesTitle ?? "", series)
        );
      });
      if (shelf === "new") found.sort((one, other) => ((one.releaseDate ?? "") < (other.releaseDate ?? "") ? 1 : -1));
      if (shelf === "popular") found.sort((one, other) => (other.rating ?? 0) - (one.rating ?? 0));
      const end = Math.max(1, Number(query.page) || 1) * PAGE_SIZE;
      const entries = found.slice(end - PAGE_SIZE, end).map((book) => describe(book, `http://${host}${app.prefix}`));
      return { entries, hasNextPage: found.length > end };
    });

    app.get<{ Params: { id: string } }>("/books/:id", async ({ params, host }, reply) => {
      const book = books.find(({ audibleId }) => audibleId === params.id);
      return book ? describe(book, `http://${host}${app.prefix}`) : reply.code(404).send();
    });
  };
}

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

/** Nothing was asked for, or just this. */
const isSame = (known: string, wanted: string): boolean =>
  wanted === "" || toWords(known).join(" ") === toWords(wanted).join(" ");

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
