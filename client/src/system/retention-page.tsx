import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMutation, useQuery } from "urql";
import { settingField } from "../configuration/setting-field.tsx";
import { SettingsForm } from "../configuration/settings-form.tsx";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useLiveJobs } from "../jobs/use-live-jobs.ts";
import { Button } from "../ui/button.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { RetentionDue } from "./retention-due.tsx";
import { RetentionRuns } from "./retention-runs.tsx";

const retentionPage = graphql(`
  query RetentionPage {
    retention {
      name
      ...RetentionDue_RetentionRule
    }
    configuration(category: RETENTION) {
      key
      ...SettingField_ConfigurationEntry
    }
    jobs(first: 5, filter: { type: ["apply_retention"] }) {
      nodes {
        id
        createdAt
        status
        ...RetentionRun_Job
      }
    }
  }
`);

const runRetention = graphql(`
  mutation RunRetention($input: RunJobInput!) {
    runJob(input: $input) {
      id
      ...JobRow_Job
      ...RetentionRun_Job
    }
  }
`);

/** For an admin: what is kept for how long, what the next run would take, and what the last ones took. */
export function RetentionPage() {
  const { t } = useTranslation("system");
  const [{ data, error }, refetch] = useQuery({ query: retentionPage, requestPolicy: "cache-and-network" });
  const [{ error: refusal, fetching }, run] = useMutation(runRetention);
  const reload = () => refetch({ requestPolicy: "network-only" });
  useLiveJobs(reload);
  const latest = data?.jobs.nodes[0];
  const isRunning = latest !== undefined && ["PENDING", "ACTIVE"].includes(latest.status);
  // A run that is over has taken what was due.
  useEffect(reload, [latest?.id, isRunning]); // oxlint-disable-line react-hooks/exhaustive-deps
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("retention.loading")} />;
  return (
    <div className="system">
      <PageTitle title={t("retention.title")} />
      <p className="retention-about">{t("retention.about")}</p>
      <section aria-labelledby="due">
        <h2 id="due">{t("retention.due")}</h2>
        <p className="hint">{t("retention.dueAbout")}</p>
        <RetentionDue rules={data.retention} />
        <Button
          kind="primary"
          busy={(fetching || isRunning) && t("retention.running")}
          onClick={() => run({ input: { type: "apply_retention" } })}
        >
          {t("retention.run")}
        </Button>
        {refusal && (
          <p className="refusal" role="alert">
            {errorMessage(refusal)}
          </p>
        )}
      </section>
      <section aria-labelledby="runs">
        <h2 id="runs">{t("retention.runs")}</h2>
        <RetentionRuns jobs={data.jobs.nodes} />
      </section>
      <section aria-labelledby="days">
        <h2 id="days">{t("retention.days")}</h2>
        <p className="hint">{t("retention.forEver")}</p>
        <SettingsForm settings={data.configuration.map((entry) => readFragment(settingField, entry))} />
      </section>
    </div>
  );
}
