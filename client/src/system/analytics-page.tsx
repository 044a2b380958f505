import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link, useSearchParams } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatDuration, formatNumber } from "../ui/format.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AnalyticsCharts } from "./analytics-charts.tsx";
import { DownloadSources } from "./download-sources.tsx";

const analyticsPage = graphql(`
  query AnalyticsPage($from: DateTime!, $to: DateTime!) {
    analytics(from: $from, to: $to) {
      shelved
      medianSecondsToShelf
      p90SecondsToShelf
      days {
        day
        requested
        ...AnalyticsDay_RequestDay
      }
      sources {
        ...DownloadSource_DownloadSource
      }
    }
  }
`);

const spans = [30, 90, 365] as const;
const dayMs = 86_400_000;

/** For an admin: how requests and downloads went, over the kept history. The address holds for how many days. */
export function AnalyticsPage() {
  const { t } = useTranslation("system");
  const [params] = useSearchParams();
  const span = spans.find((days) => String(days) === params.get("days")) ?? 90;
  const today = new Date().toISOString().slice(0, 10);
  const variables = useMemo(() => {
    const to = Date.parse(`${today}T00:00:00Z`);
    return { from: new Date(to - (span - 1) * dayMs).toISOString(), to: new Date(to).toISOString() };
  }, [span, today]);
  const [{ data, error }, refetch] = useQuery({
    query: analyticsPage,
    variables,
    requestPolicy: "cache-and-network",
  });
  const analytics = data?.analytics;
  return (
    <div className="system analytics">
      <PageTitle title={t("analytics.title")} />
      <nav className="views" aria-label={t("analytics.span")}>
        {spans.map((days) => (
          <Link key={days} href={`/analytics?days=${days}`} aria-current={days === span ? "page" : undefined}>
            {t(`analytics.spans.d${days}`)}
          </Link>
        ))}
      </nav>
      {!analytics && error && <QueryProblem error={error} refetch={refetch} />}
      {!analytics && !error && <Skeleton shape="form" count={2} label={t("analytics.loading")} />}
      {analytics && analytics.sources.length === 0 && analytics.days.every(({ requested }) => requested === 0) ? (
        <EmptyState icon="gauge" title={t("analytics.emptyTitle")}>
          <p>{t("analytics.empty")}</p>
        </EmptyState>
      ) : (
        analytics && (
          <>
            <dl className="queue-sums">
              <div>
                <dt>{t("analytics.shelved")}</dt>
                <dd className="number">{formatNumber(analytics.shelved)}</dd>
              </div>
              {analytics.medianSecondsToShelf !== null && (
                <div>
                  <dt>{t("analytics.median")}</dt>
                  <dd className="number">{formatDuration(analytics.medianSecondsToShelf)}</dd>
                </div>
              )}
              {analytics.p90SecondsToShelf !== null && (
                <div>
                  <dt>{t("analytics.p90")}</dt>
                  <dd className="number">{formatDuration(analytics.p90SecondsToShelf)}</dd>
                </div>
              )}
            </dl>
            <AnalyticsCharts days={analytics.days} />
            <DownloadSources sources={analytics.sources} />
          </>
        )
      )}
    </div>
  );
}
