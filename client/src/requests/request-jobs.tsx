import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const requestJobs = graphql(`
  query RequestJobs($id: ID!) {
    request(id: $id) {
      id
      jobs {
        id
        type
        status
        attempts
        updatedAt
        errorMessage
        stackTrace
      }
    }
  }
`);

/** For an admin: the work that was done for a request, and what went wrong. @param version asked again when it grows. */
export function RequestJobs({ requestId, version }: { requestId: string; version: number }) {
  const { t } = useTranslation("requests");
  const [{ data, error }, refetch] = useQuery({ query: requestJobs, variables: { id: requestId } });
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    refetch({ requestPolicy: "network-only" });
  }, [version, refetch]);
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" label={t("jobs.loading")} />;
  const jobs = data.request?.jobs ?? [];
  return (
    <section className="request-jobs" aria-labelledby="request-jobs">
      <h2 id="request-jobs">{t("jobs.title")}</h2>
      {jobs.length === 0 && <p className="nothing">{t("jobs.none")}</p>}
      <ul>
        {jobs.map(({ id, type, status, attempts, updatedAt, errorMessage, stackTrace }) => (
          <li key={id}>
            <code>{type}</code>
            <span className={`status ${errorMessage ? "failed" : status === "COMPLETED" ? "shelf" : "over"}`}>
              {t(`jobs.status.${status}`)}
            </span>
            <span className="hint">
              {t("jobs.runs", { count: attempts })} · <RelativeTime time={updatedAt} />
            </span>
            {errorMessage && (
              <details>
                <summary>{t("jobs.details")}</summary>
                <p lang="en">{errorMessage}</p>
                {stackTrace && <pre tabIndex={0}>{stackTrace}</pre>}
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
