import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useLiveJobs } from "../jobs/use-live-jobs.ts";
import { formatNumber } from "../ui/format.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { RotateKeys } from "./rotate-keys.tsx";
import { resealedIn, Rotation } from "./rotation.tsx";

const encryptionPage = graphql(`
  query EncryptionPage {
    encryptionKeys {
      name
      isActive
      values
      auditRecords
    }
    jobs(first: 50, filter: { type: ["rotate_keys"] }) {
      nodes {
        id
        status
        result
        ...Rotation_Job
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** For an admin: with what the stored secrets are sealed, and a new key for all of them. */
export function EncryptionPage() {
  const { t } = useTranslation("security");
  const [{ data, error }, refetch] = useQuery({ query: encryptionPage, requestPolicy: "cache-and-network" });
  useLiveJobs(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("loading")} />;
  const { nodes } = data.jobs;
  // Every hour one looks whether something was left over, and finds nothing to do.
  const last = nodes.find(({ status, result }) => status !== "COMPLETED" || resealedIn(result) > 0) ?? nodes[0];
  return (
    <div className="encryption">
      <PageTitle title={t("title")}>
        <p className="about">{t("about")}</p>
      </PageTitle>
      <table aria-label={t("keys")}>
        <thead>
          <tr>
            <th scope="col">{t("columns.name")}</th>
            <th scope="col">{t("columns.values")}</th>
            <th scope="col">{t("columns.auditRecords")}</th>
          </tr>
        </thead>
        <tbody>
          {data.encryptionKeys.map(({ name, isActive, values, auditRecords }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
                {isActive && <span className="badge">{t("active")}</span>}
              </th>
              <td>{t("values", { count: values, replace: { count: formatNumber(values) } })}</td>
              <td>{t("auditRecords", { count: auditRecords, replace: { count: formatNumber(auditRecords) } })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <RotateKeys />
      <section>
        <h2>{t("last")}</h2>
        {last ? <Rotation job={last} /> : <p className="hint">{t("none")}</p>}
      </section>
    </div>
  );
}
