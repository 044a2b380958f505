import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap } from "../live-updates.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ApprovalCard } from "./approval-card.tsx";
import type { Outcome } from "./decide.tsx";

const approvalsPage = graphql(`
  query ApprovalsPage($after: String) {
    requests(first: 25, after: $after, filter: { status: [AWAITING_APPROVAL] }, orderBy: OLDEST) {
      nodes {
        id
        status
        ...ApprovalCard_Request
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** For an admin: what waits for a decision, live, who asked first at the top. */
export function ApprovalsPage() {
  const { t } = useTranslation("requests");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const line = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone with its card.
  useEffect(() => {
    if (outcome) line.current?.focus({ preventScroll: true });
  }, [outcome]);
  return (
    <>
      <PageTitle title={t("approvals.title")} />
      <p className={outcome?.isRefused ? "outcome refusal" : "outcome"} role="status" tabIndex={-1} ref={line}>
        {outcome?.sentence}
      </p>
      <Page after={null} onOutcome={setOutcome} />
    </>
  );
}

/** One page of the list, and the next one below it, once somebody asks for it. */
function Page({ after, onOutcome }: { after: string | null; onOutcome: (outcome: Outcome) => void }) {
  const { t } = useTranslation("requests");
  const [isMoreWanted, setMoreWanted] = useState(false);
  const [{ data, error }, refetch] = useQuery({ query: approvalsPage, variables: { after } });
  useGap(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={3} label={t("approvals.loading")} />;
  const { nodes, pageInfo } = data.requests;
  const isEmpty = nodes.every(({ status }) => status !== "AWAITING_APPROVAL");
  return (
    <>
      <ul className="approvals">
        {nodes.map((request) => (
          <ApprovalCard key={request.id} request={request} onOutcome={onOutcome} />
        ))}
      </ul>
      {isEmpty && after === null && !pageInfo.hasNextPage && (
        <EmptyState icon="check" title={t("approvals.none")}>
          <p>{t("approvals.noneHint")}</p>
          <Link href="/settings#AUTOMATION">{t("approvals.toSettings")}</Link>
        </EmptyState>
      )}
      {pageInfo.hasNextPage &&
        (isMoreWanted ? (
          <Page after={pageInfo.endCursor} onOutcome={onOutcome} />
        ) : (
          <Button onClick={() => setMoreWanted(true)}>{t("approvals.showYounger")}</Button>
        ))}
    </>
  );
}
