import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import type { SystemPageQuery } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { jobName } from "../jobs/job-words.ts";
import { formatBytes, formatNumber } from "../ui/format.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Replicas } from "./replicas.tsx";
import { SlowStatements } from "./slow-statements.tsx";
import { Storage } from "./storage.tsx";
import { SupportBundle } from "./support-bundle.tsx";
import { useLiveSystem } from "./use-live-system.ts";

const systemPage = graphql(`
  query SystemPage {
    system {
      version
      databaseVersion
      databaseBytes
      migrations
      ...Replicas_System
      ...SlowStatements_System
      queues {
        name
        ready
        delayed
        active
      }
      ...Storage_System
    }
  }
`);

/** For an admin: the program itself. */
export function SystemPage() {
  const { t } = useTranslation("system");
  const [{ data, error }, refetch] = useQuery({ query: systemPage, requestPolicy: "cache-and-network" });
  useLiveSystem();
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("page.loading")} />;
  const { version, databaseVersion, databaseBytes, migrations, queues } = data.system;
  return (
    <div className="system">
      <PageTitle title={t("page.title")} />
      <section aria-labelledby="program">
        <h2 id="program">{t("page.program")}</h2>
        <dl className="system-facts">
          <div>
            <dt>{t("page.version")}</dt>
            <dd>{version}</dd>
          </div>
          <div>
            <dt>{t("page.database")}</dt>
            <dd>{t("page.databaseIs", { version: databaseVersion })}</dd>
          </div>
          <div>
            <dt>{t("page.databaseSize")}</dt>
            <dd className="number">{formatBytes(databaseBytes as number)}</dd>
          </div>
          <div>
            <dt>{t("page.migrations")}</dt>
            <dd>
              <details>
                <summary>{t("page.migrationsCount", { count: migrations.length })}</summary>
                <ol>
                  {migrations.map((name) => (
                    <li key={name}>
                      <code>{name}</code>
                    </li>
                  ))}
                </ol>
              </details>
            </dd>
          </div>
        </dl>
        <p className="links">
          <Link href="/encryption">{t("page.keys")}</Link>
          <Link href="/backups">{t("page.backups")}</Link>
          <Link href="/jobs">{t("page.jobs")}</Link>
          <Link href="/audit">{t("page.audit")}</Link>
        </p>
        <SupportBundle />
      </section>
      <Replicas system={data.system} />
      <Storage system={data.system} />
      <section aria-labelledby="queues">
        <h2 id="queues">{t("page.queues")}</h2>
        <QueueTable queues={queues} />
      </section>
      <SlowStatements system={data.system} />
    </div>
  );
}

function QueueTable({ queues }: { queues: SystemPageQuery["system"]["queues"] }) {
  const { t } = useTranslation("system");
  return (
    <table className="queue-table">
      <thead>
        <tr>
          <th scope="col">{t("page.queue")}</th>
          {(["active", "ready", "delayed"] as const).map((key) => (
            <th key={key} scope="col">
              {t(`dashboard.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {queues.map(({ name, active, ready, delayed }) => (
          <tr key={name}>
            <th scope="row">
              <Link href={`/jobs?type=${name}`}>{jobName(name)}</Link>
            </th>
            <td>{formatNumber(active)}</td>
            <td>{formatNumber(ready)}</td>
            <td>{formatNumber(delayed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
