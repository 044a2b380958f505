/** A book as pages show it, whether it is known here or only to the catalog. */
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { CreateRequestInput } from "../graphql/generated/graphql.ts";
import { bookState, standingOf, type Standing } from "./book-state.ts";

const audiobookFragment = graphql(`
  fragment ShownBook_Audiobook on Audiobook {
    id
    audibleId
    title
    author
    narrator
    coverUrl
    seriesTitle
    seriesPosition
    language
    isAbridged
    ...BookState_Audiobook
  }
`);

const entryFragment = graphql(`
  fragment ShownBook_CatalogEntry on CatalogEntry {
    audibleId
    title
    author
    narrator
    coverUrl
    seriesTitle
    seriesPosition
    language
    isAbridged
    isInLibrary
    audiobook {
      id
      ...BookState_Audiobook
    }
  }
`);

/** What a card shows, and what can be done with it. */
export interface ShownBook {
  /** The same for a book and for the catalog's entry of it. */
  readonly key: string;
  readonly href: string;
  readonly audibleId: string | null;
  readonly title: string;
  readonly author: string;
  readonly narrator: string | null;
  readonly coverUrl: string | null;
  readonly seriesTitle: string | null;
  readonly seriesPosition: string | null;
  readonly language: string | null;
  readonly isAbridged: boolean | null;
  /** null while nobody here has asked for it. */
  readonly audiobook: FragmentType<typeof bookState> | null;
  readonly isInLibrary: boolean;
  readonly standing: Standing;
  readonly wanted: CreateRequestInput;
}

/** A book that is known here. */
export function ofAudiobook(masked: FragmentType<typeof audiobookFragment>): ShownBook {
  const book = readFragment(audiobookFragment, masked);
  return {
    ...book,
    key: book.audibleId ?? book.id,
    href: `/books/${book.id}`,
    audiobook: book,
    isInLibrary: false,
    standing: standingOf(readFragment(bookState, book), false),
    wanted: { audiobookId: book.id },
  };
}

/** An entry of the catalog. */
export function ofEntry(masked: FragmentType<typeof entryFragment>): ShownBook {
  const entry = readFragment(entryFragment, masked);
  return {
    ...entry,
    key: entry.audibleId,
    href: entry.audiobook ? `/books/${entry.audiobook.id}` : `/catalog/${encodeURIComponent(entry.audibleId)}`,
    standing: standingOf(readFragment(bookState, entry.audiobook), entry.isInLibrary),
    wanted: { audibleId: entry.audibleId },
  };
}

/** @returns each book once: what is known here first. */
export function mergeBooks(known: readonly ShownBook[], found: readonly ShownBook[]): ShownBook[] {
  const byKey = new Map<string, ShownBook>();
  for (const book of [...known, ...found]) if (!byKey.has(book.key)) byKey.set(book.key, book);
  return [...byKey.values()];
}
