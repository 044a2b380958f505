import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useLiveJobs } from "../jobs/use-live-jobs.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BackupRow } from "./backup-row.tsx";
import { MakeBackup } from "./make-backup.tsx";

const backupsPage = graphql(`
  query BackupsPage {
    backups {
      id
      ...BackupRow_Backup
    }
    jobs(first: 1, filter: { type: ["back_up"] }) {
      nodes {
        id
        ...MakeBackup_Job
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** For an admin: what there is to go back to, and another one of it. */
export function BackupsPage() {
  const { t } = useTranslation("backup");
  const [{ data, error }, refetch] = useQuery({ query: backupsPage, requestPolicy: "cache-and-network" });
  useLiveJobs(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("loading")} />;
  return (
    <div className="backups">
      <PageTitle title={t("title")}>
        <p className="about">{t("about")}</p>
      </PageTitle>
      <p className="key-reminder">{t("keyReminder")}</p>
      <MakeBackup last={data.jobs.nodes[0] ?? null} />
      {data.backups.length === 0 ? (
        <EmptyState icon="shelf" title={t("emptyTitle")}>
          {t("empty")}
        </EmptyState>
      ) : (
        <ul className="list" aria-label={t("list")}>
          {data.backups.map((backup) => (
            <BackupRow key={backup.id} backup={backup} />
          ))}
        </ul>
      )}
    </div>
  );
}
