import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql, readFragment } from "../graphql/generated/index.ts";
import type { GroupedRequest_RequestFragment, RequestFilter, RequestStatus } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap } from "../live-updates.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useViewer } from "../users/viewer.ts";
import { groupRequests, type Group } from "./request-groups.ts";
import { RequestRow } from "./request-row.tsx";

const groupedRequests = graphql(`
  query GroupedRequests($open: RequestFilter!, $done: RequestFilter!, $over: RequestFilter!) {
    open: requests(first: 70, filter: $open) {
      nodes {
        ...GroupedRequest_Request
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    done: requests(first: 10, filter: $done) {
      nodes {
        ...GroupedRequest_Request
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    over: requests(first: 10, filter: $over) {
      nodes {
        ...GroupedRequest_Request
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const groupedRequest = graphql(`
  fragment GroupedRequest_Request on Request {
    id
    version
    status
    updatedAt
    blocker {
      kind
    }
    user {
      id
    }
    ...RequestRow_Request
  }
`);

const open = [
  "AWAITING_APPROVAL",
  "PENDING",
  "SEARCHING",
  "DOWNLOADING",
  "PROCESSING",
  "FAILED",
  "DENIED",
] as const satisfies RequestStatus[];

interface GroupedRequestsProps {
  /** null: everybody whom the viewer may see. */
  userId: string | null;
  /** Where all that has arrived is listed. */
  allDone: string;
}

/** The requests by what the viewer can do about them: what needs somebody first, what is over last and folded. */
export function GroupedRequests({ userId, allDone }: GroupedRequestsProps) {
  const { t } = useTranslation("requests");
  const viewer = useViewer();
  const isAdmin = viewer.role === "ADMIN";
  const of = (status: RequestStatus[]): RequestFilter => ({ status, ...(userId ? { userId } : {}) });
  const variables = { open: of([...open]), done: of(["COMPLETED"]), over: of(["CANCELLED"]) };
  const [{ data, error }, refetch] = useQuery({ query: groupedRequests, variables });
  useGap(() => refetch({ requestPolicy: "network-only" }));

  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={4} label={t("loadingRequests")} />;
  const requests = [data.open, data.done, data.over].flatMap(({ nodes }) => readFragment(groupedRequest, nodes));
  if (requests.length === 0) {
    return (
      <EmptyState icon="list" title={t("empty.title")}>
        <p>{t(userId ? "empty.person" : "empty.all")}</p>
        <Link href="/">{t("findABook")}</Link>
      </EmptyState>
    );
  }
  return [...groupRequests(requests, viewer, Date.now())].map(([group, members]) => (
    <RequestGroup key={group} group={group} requests={members}>
      {group === "waiting" && isAdmin && <Link href="/approvals">{t("decideOnThem")}</Link>}
      {group === "moving" && data.open.pageInfo.hasNextPage && <p className="hint">{t("moreOpen")}</p>}
      {group === "done" && data.done.pageInfo.hasNextPage && <Link href={allDone}>{t("allDone")}</Link>}
    </RequestGroup>
  ));
}

interface RequestGroupProps {
  group: Group;
  requests: readonly GroupedRequest_RequestFragment[];
  children: ReactNode;
}

function RequestGroup({ group, requests, children }: RequestGroupProps) {
  const { t } = useTranslation("requests");
  const viewer = useViewer();
  const rows = (
    <>
      <ul className="request-rows">
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} isOthers={request.user.id !== viewer.id} />
        ))}
      </ul>
      {children}
    </>
  );
  const id = `group-${group}`;
  if (group === "earlier")
    return (
      <details className="request-group">
        <summary>
          <h2 id={id}>{t(`group.${group}`)}</h2>
        </summary>
        {rows}
      </details>
    );
  return (
    <section className="request-group" aria-labelledby={id}>
      <h2 id={id}>{t(`group.${group}`)}</h2>
      {rows}
    </section>
  );
}
