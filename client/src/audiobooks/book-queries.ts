/** The lists of books that pages show, and how their pages are read. */
import { graphql } from "../graphql/generated/index.ts";
import type { CatalogBooksQuery, FindBooksQuery, KnownBooksQuery } from "../graphql/generated/graphql.ts";
import { ofAudiobook, ofEntry } from "./shown-book.ts";

/** What is known here. */
export const knownBooks = graphql(`
  query KnownBooks($first: Int, $after: String, $search: String, $filter: AudiobookFilter, $orderBy: AudiobookOrder) {
    audiobooks(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {
      nodes {
        id
        ...ShownBook_Audiobook
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What the catalog finds. */
export const findBooks = graphql(`
  query FindBooks($query: String!, $filter: CatalogFilter, $page: Int!) {
    searchCatalog(query: $query, filter: $filter, page: $page) {
      hasNextPage
      entries {
        audibleId
        ...ShownBook_CatalogEntry
      }
    }
  }
`);

/** What the catalog lists by itself. */
export const catalogBooks = graphql(`
  query CatalogBooks($list: CatalogList!, $page: Int!) {
    catalogBooks(list: $list, page: $page) {
      hasNextPage
      entries {
        audibleId
        ...ShownBook_CatalogEntry
      }
    }
  }
`);

/** For usePages. */
export function readKnown({ audiobooks: { nodes, pageInfo } }: KnownBooksQuery) {
  return { items: nodes.map(ofAudiobook), next: pageInfo.hasNextPage ? { after: pageInfo.endCursor } : null };
}

/** For usePages. */
export function readFound({ searchCatalog: { entries, hasNextPage } }: FindBooksQuery, { page }: { page: number }) {
  return { items: entries.map(ofEntry), next: hasNextPage ? { page: page + 1 } : null };
}

/** For usePages. */
export function readCatalog({ catalogBooks: { entries, hasNextPage } }: CatalogBooksQuery, { page }: { page: number }) {
  return { items: entries.map(ofEntry), next: hasNextPage ? { page: page + 1 } : null };
}
