import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RequestState } from "../requests/request-state.tsx";

const bookAskers = graphql(`
  query BookAskers($audiobookId: ID!) {
    requests(first: 50, filter: { audiobookId: $audiobookId, scope: ALL }, orderBy: OLDEST) {
      nodes {
        id
        createdAt
        ...RequestState_Request
        user {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** Who has asked for a book, and how it goes. For admins: to others it is theirs to tell. */
export function BookAskers({ audiobookId }: { audiobookId: string }) {
  const { t } = useTranslation("audiobooks");
  const [{ data }] = useQuery({ query: bookAskers, variables: { audiobookId }, requestPolicy: "cache-and-network" });
  const requests = data?.requests.nodes ?? [];
  if (requests.length === 0) return null;
  return (
    <section className="book-askers">
      <h2>{t("book.whoAsked")}</h2>
      <ul>
        {requests.map((request) => (
          <li key={request.id}>
            <Link href={`/requests/${request.id}`}>{request.user.name}</Link> <RelativeTime time={request.createdAt} />
            <RequestState request={request} on="card" />
          </li>
        ))}
      </ul>
    </section>
  );
}
