import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link, useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import type { JobFilter } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { JobFilters, readJobFilter } from "./job-filters.tsx";
import { JobRow } from "./job-row.tsx";
import { Schedules } from "./schedules.tsx";
import { useLiveJobs } from "./use-live-jobs.ts";

const jobsPage = graphql(`
  query JobsPage($after: String, $filter: JobFilter) {
    jobs(first: 50, after: $after, filter: $filter) {
      nodes {
        id
        ...JobRow_Job
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** For an admin: the background work, live, and what runs by itself. The address holds what it is narrowed to. */
export function JobsPage() {
  const { t } = useTranslation("jobs");
  const [params] = useSearchParams();
  const isSchedules = params.get("show") === "schedules";
  const filter = readJobFilter(params);
  return (
    <div className="jobs">
      <PageTitle title={t("title")}>
        <p className="about">{t("about")}</p>
      </PageTitle>
      <nav className="views" aria-label={t("views.label")}>
        <Link href="/jobs" aria-current={isSchedules ? undefined : "page"}>
          {t("views.jobs")}
        </Link>
        <Link href="/jobs?show=schedules" aria-current={isSchedules ? "page" : undefined}>
          {t("views.schedules")}
        </Link>
      </nav>
      {isSchedules ? (
        <Schedules />
      ) : (
        <>
          <JobFilters />
          <Page key={params.toString()} filter={filter} after={null} />
        </>
      )}
    </div>
  );
}

/** One page of the list, and the next one below it, once somebody asks for it. */
function Page({ filter, after }: { filter: JobFilter; after: string | null }) {
  const { t } = useTranslation("jobs");
  const [isMoreWanted, setMoreWanted] = useState(false);
  const [{ data, error }, refetch] = useQuery({
    query: jobsPage,
    variables: { after, filter },
    requestPolicy: "cache-and-network",
  });
  useLiveJobs(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("loading")} />;
  const { nodes, pageInfo } = data.jobs;
  if (nodes.length === 0 && after === null) {
    const isNarrowed = Object.keys(filter).length > 0;
    return (
      <EmptyState icon="gear" title={isNarrowed ? t("emptyTitle") : t("noneTitle")}>
        <p>{isNarrowed ? t("empty") : t("none")}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <table className="job-table">
        <thead className={after === null ? undefined : "hidden"}>
          <tr>
            {(["job", "status", "attempts", "began", "took"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {nodes.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </tbody>
      </table>
      {pageInfo.hasNextPage &&
        (isMoreWanted ? (
          <Page filter={filter} after={pageInfo.endCursor} />
        ) : (
          <Button onClick={() => setMoreWanted(true)}>{t("older")}</Button>
        ))}
    </>
  );
}
