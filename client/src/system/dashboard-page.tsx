import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ActiveDownloads } from "./active-downloads.tsx";
import { IntegrationRow } from "./integration-row.tsx";
import { NeedsYou } from "./needs-you.tsx";
import { Queue } from "./queue.tsx";
import { useLiveSystem } from "./use-live-system.ts";

const RequestCharts = lazy(() => import("./request-charts.tsx").then((module) => ({ default: module.RequestCharts })));

const dashboard = graphql(`
  query Dashboard {
    system {
      integrations {
        id
        ...IntegrationRow_IntegrationState
      }
      ...NeedsYou_System
      ...Queue_System
    }
  }
`);

/** For an admin: what needs a person first, then what goes on, and how it went. */
export function DashboardPage() {
  const { t } = useTranslation("system");
  const [{ data, error }, refetch] = useQuery({ query: dashboard, requestPolicy: "cache-and-network" });
  useLiveSystem();
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("dashboard.loading")} />;
  const { integrations } = data.system;
  return (
    <div className="dashboard">
      <PageTitle title={t("dashboard.title")} />
      <NeedsYou system={data.system} />
      <ActiveDownloads />
      <section aria-labelledby="health">
        <h2 id="health">{t("dashboard.health")}</h2>
        {integrations.length === 0 && <p className="hint">{t("dashboard.noIntegrations")}</p>}
        <ul className="integrations">
          {integrations.map((integration) => (
            <IntegrationRow key={integration.id} integration={integration} />
          ))}
        </ul>
      </section>
      <Queue system={data.system} />
      <Suspense fallback={<Skeleton shape="form" label={t("charts.loading")} />}>
        <RequestCharts />
      </Suspense>
    </div>
  );
}
