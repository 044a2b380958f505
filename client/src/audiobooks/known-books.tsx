import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { RequestAction } from "../requests/request-action.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BookCard } from "./book-card.tsx";

const knownBooks = graphql(`
  query KnownBooks {
    audiobooks(first: 24, orderBy: NEWEST) {
      nodes {
        id
        title
        author
        narrator
        coverUrl
        seriesTitle
        seriesPosition
        language
        isAbridged
        ...RequestAction_Audiobook
      }
    }
  }
`);

/** What people here have asked for lately, for somebody who does not know yet what to look for. */
export function KnownBooks() {
  const [{ data, error }, refetch] = useQuery({ query: knownBooks, requestPolicy: "cache-and-network" });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="card" count={6} label="Loading the books" />;
  const { nodes } = data.audiobooks;
  if (nodes.length === 0) {
    return (
      <EmptyState icon="shelf" title="The shelf is still empty">
        <p>
          Search for a book above and request it. It is looked for, downloaded and put on your shelf, and you can watch
          each step.
        </p>
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="known-books">
      <h2 id="known-books">Lately asked for</h2>
      <ul className="book-grid">
        {nodes.map((book) => (
          <BookCard key={book.id} book={book}>
            <RequestAction audiobook={book} wanted={{ audiobookId: book.id }} title={book.title} />
          </BookCard>
        ))}
      </ul>
    </section>
  );
}
