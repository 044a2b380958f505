import { useState } from "react";
import { useQuery } from "urql";
import { Link, useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import type { RequestStatus } from "../graphql/generated/graphql.ts";
import { useGap } from "../live-updates.ts";
import { useViewer } from "../users/viewer.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { RequestRow } from "./request-row.tsx";

const requestsPage = graphql(`
  query RequestsPage($after: String, $filter: RequestFilter) {
    requests(first: 25, after: $after, filter: $filter) {
      nodes {
        id
        ...RequestRow_Request
        user {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

interface View {
  readonly label: string;
  readonly status?: RequestStatus[];
  readonly empty: string;
}

/** What `?show=` may say. */
const views: Readonly<Record<string, View>> = {
  all: {
    label: "All",
    empty: "Search for a book and ask for it. From then on you see here how it makes its way to your shelf.",
  },
  moving: {
    label: "On their way",
    status: ["AWAITING_APPROVAL", "PENDING", "SEARCHING", "DOWNLOADING", "PROCESSING"],
    empty: "Nothing is on its way at the moment.",
  },
  done: {
    label: "In the library",
    status: ["COMPLETED"],
    empty: "What you asked for and what has arrived is listed here.",
  },
  trouble: { label: "Failed", status: ["FAILED"], empty: "Nothing has failed." },
};

/** The viewer's requests, live; an admin's: everybody's. */
export function RequestsPage() {
  const { role } = useViewer();
  const [params] = useSearchParams();
  const show = params.get("show") ?? "all";
  const { status, empty } = views[show] ?? views["all"]!;
  return (
    <>
      <PageTitle title={role === "ADMIN" ? "Requests" : "Your requests"} />
      <nav className="views" aria-label="Which requests">
        {Object.entries(views).map(([name, { label }]) => (
          <Link
            key={name}
            href={name === "all" ? "/requests" : `/requests?show=${name}`}
            aria-current={name === show ? "page" : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Page key={show} filter={status ? { status } : null} after={null} empty={empty} />
    </>
  );
}

/** One page of the list, and the next one below it, once somebody asks for it. */
function Page({
  filter,
  after,
  empty,
}: {
  filter: { status: RequestStatus[] } | null;
  after: string | null;
  empty: string;
}) {
  const viewer = useViewer();
  const [isMoreWanted, setMoreWanted] = useState(false);
  const [{ data, error }, refetch] = useQuery({ query: requestsPage, variables: { filter, after } });
  useGap(() => refetch({ requestPolicy: "network-only" }));

  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={4} label="Loading the requests" />;
  const { nodes, pageInfo } = data.requests;
  if (nodes.length === 0 && after === null) {
    return (
      <EmptyState icon="list" title="Nothing here yet">
        <p>{empty}</p>
        <Link href="/">Find a book</Link>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="request-rows">
        {nodes.map((request) => (
          <RequestRow key={request.id} request={request} isOthers={request.user.id !== viewer.id} />
        ))}
      </ul>
      {pageInfo.hasNextPage &&
        (isMoreWanted ? (
          <Page filter={filter} after={pageInfo.endCursor} empty={empty} />
        ) : (
          <Button onClick={() => setMoreWanted(true)}>Show older requests</Button>
        ))}
    </>
  );
}
