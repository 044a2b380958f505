import { useState } from "react";
import { useQuery } from "urql";
import { useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import type { AuditFilter } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditRow } from "./audit-row.tsx";
import { readFilter } from "./filter-of-address.ts";

const auditPage = graphql(`
  query AuditPage($after: String, $filter: AuditFilter) {
    auditActions {
      name
      description
    }
    auditEvents(first: 25, after: $after, filter: $filter) {
      nodes {
        id
        ...AuditRow_AuditEvent
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** For an admin: what sensitive was done, newest first. The address of the page holds what it is narrowed to. */
export function AuditPage() {
  const [params] = useSearchParams();
  return (
    <div className="audit">
      <PageTitle title="Audit">
        <p className="about">Who did what, when and from where. Nothing in it can be changed or removed here.</p>
      </PageTitle>
      <AuditFilters />
      <Page key={params.toString()} filter={readFilter(params)} after={null} />
    </div>
  );
}

/** One page of the list, and the next one below it, once somebody asks for it. */
function Page({ filter, after }: { filter: AuditFilter; after: string | null }) {
  const [isMoreWanted, setMoreWanted] = useState(false);
  const isNarrowed = Object.keys(filter).length > 0;
  // Nothing tells of new records: each look is a new one.
  const [{ data, error, fetching }, refetch] = useQuery({
    query: auditPage,
    variables: { after, filter },
    requestPolicy: "network-only",
  });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={4} label="Loading the audit" />;
  const { nodes, pageInfo } = data.auditEvents;
  if (nodes.length === 0 && after === null)
    return (
      <EmptyState icon="clock" title={isNarrowed ? "Nothing like that is recorded" : "Nothing is recorded yet"}>
        <p>{isNarrowed ? "Choose another time, person or action." : "Sign-ins, decisions and changes appear here."}</p>
      </EmptyState>
    );
  const sentences = new Map(data.auditActions.map(({ name, description }) => [name, description]));
  return (
    <>
      <ol className="audit-rows">
        {nodes.map((event) => (
          <AuditRow key={event.id} event={event} sentences={sentences} />
        ))}
      </ol>
      {pageInfo.hasNextPage &&
        (isMoreWanted ? (
          <Page filter={filter} after={pageInfo.endCursor} />
        ) : (
          <Button onClick={() => setMoreWanted(true)} busy={fetching && "Loading…"}>
            Show older records
          </Button>
        ))}
    </>
  );
}
