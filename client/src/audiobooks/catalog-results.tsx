import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { RequestAction } from "../requests/request-action.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BookCard } from "./book-card.tsx";

const catalogResults = graphql(`
  query CatalogResults($query: String!, $page: Int!) {
    searchCatalog(query: $query, page: $page) {
      hasNextPage
      entries {
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
          ...RequestAction_Audiobook
        }
      }
    }
  }
`);

/** What the catalog has for a search, page by page. */
export function CatalogResults({ query }: { query: string }) {
  return (
    <section aria-label={`Books found for ${query}`}>
      <Page key={query} query={query} page={1} />
    </section>
  );
}

function Page({ query, page }: { query: string; page: number }) {
  const [isMoreWanted, setMoreWanted] = useState(false);
  const [{ data, error }, refetch] = useQuery({ query: catalogResults, variables: { query, page } });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="card" count={6} label="Searching the catalog" />;
  const { entries, hasNextPage } = data.searchCatalog;
  if (entries.length === 0 && page === 1) {
    return (
      <EmptyState icon="search" title={`The catalog has nothing for “${query}”`}>
        <p>Try fewer words, or ask for it by hand below.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="book-grid">
        {entries.map((entry) => (
          <BookCard key={entry.audibleId} book={entry}>
            <RequestAction
              audiobook={entry.audiobook}
              isInLibrary={entry.isInLibrary}
              wanted={{ audibleId: entry.audibleId }}
              title={entry.title}
            />
          </BookCard>
        ))}
      </ul>
      {hasNextPage &&
        (isMoreWanted ? (
          <Page query={query} page={page + 1} />
        ) : (
          <Button onClick={() => setMoreWanted(true)}>Show more</Button>
        ))}
    </>
  );
}
