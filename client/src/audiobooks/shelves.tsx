import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap } from "../live-updates.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { BookShelf } from "./book-shelf.tsx";
import { ofAudiobook, ofEntry } from "./shown-book.ts";

const knownShelves = graphql(`
  query KnownShelves {
    arrived: audiobooks(first: 18, orderBy: RECENTLY_AVAILABLE) {
      nodes {
        id
        ...ShownBook_Audiobook
      }
    }
    wanted: audiobooks(first: 18, orderBy: MOST_REQUESTED) {
      nodes {
        id
        ...ShownBook_Audiobook
      }
    }
  }
`);

const catalogShelves = graphql(`
  query CatalogShelves {
    popular: catalogBooks(list: POPULAR) {
      entries {
        audibleId
        ...ShownBook_CatalogEntry
      }
    }
    new: catalogBooks(list: NEW) {
      entries {
        audibleId
        ...ShownBook_CatalogEntry
      }
    }
  }
`);

/** For somebody who does not know yet what to look for. What is here does not wait for the catalog. */
export function Shelves() {
  const { t } = useTranslation("audiobooks");
  const [known, refetchKnown] = useQuery({ query: knownShelves, requestPolicy: "cache-and-network" });
  const [catalog, refetchCatalog] = useQuery({ query: catalogShelves });
  useGap(() => refetchKnown({ requestPolicy: "network-only" }));
  const [popular, justOut] = [catalog.data?.popular.entries, catalog.data?.new.entries];
  const [arrived, wanted] = [known.data?.arrived.nodes, known.data?.wanted.nodes];
  const all = [popular, justOut, arrived, wanted];
  if (all.every((books) => books?.length === 0)) {
    return (
      <EmptyState icon="shelf" title={t("emptyShelf")}>
        <p>{t("emptyShelfHint")}</p>
      </EmptyState>
    );
  }
  return (
    <>
      {known.error && !known.data ? (
        <QueryProblem error={known.error} refetch={refetchKnown} />
      ) : (
        <BookShelf list="arrived" books={arrived?.map(ofAudiobook)} />
      )}
      {catalog.error && !catalog.data ? (
        <QueryProblem error={catalog.error} refetch={refetchCatalog} />
      ) : (
        <>
          <BookShelf list="popular" books={popular?.map(ofEntry)} />
          <BookShelf list="new" books={justOut?.map(ofEntry)} />
        </>
      )}
      {!known.error && <BookShelf list="wanted" books={wanted?.map(ofAudiobook)} />}
    </>
  );
}
