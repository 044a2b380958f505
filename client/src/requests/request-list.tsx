import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import type { RequestFilter } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap } from "../live-updates.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useViewer } from "../users/viewer.ts";
import { RequestRow } from "./request-row.tsx";

const requestList = graphql(`
  query RequestList($after: String, $filter: RequestFilter) {
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

interface RequestListProps {
  filter: RequestFilter;
  after: string | null;
  /** What stands there when there is none. */
  empty: string;
}

/** One page of a list, and the next one below it, once somebody asks for it. */
export function RequestList({ filter, after, empty }: RequestListProps) {
  const { t } = useTranslation("requests");
  const viewer = useViewer();
  const [isMoreWanted, setMoreWanted] = useState(false);
  const [{ data, error }, refetch] = useQuery({ query: requestList, variables: { filter, after } });
  useGap(() => refetch({ requestPolicy: "network-only" }));

  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={4} label={t("loadingRequests")} />;
  const { nodes, pageInfo } = data.requests;
  if (nodes.length === 0 && after === null) {
    return (
      <EmptyState icon="list" title={t("empty.title")}>
        <p>{empty}</p>
        <Link href="/">{t("findABook")}</Link>
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
          <RequestList filter={filter} after={pageInfo.endCursor} empty={empty} />
        ) : (
          <Button onClick={() => setMoreWanted(true)}>{t("showOlder")}</Button>
        ))}
    </>
  );
}
