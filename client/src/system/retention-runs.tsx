import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { JobState } from "../jobs/job-state.tsx";
import { jobDuration } from "../jobs/job-words.ts";
import { formatNumber } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { retentionName } from "./retention-words.ts";

const fragment = graphql(`
  fragment RetentionRun_Job on Job {
    id
    status
    progress
    createdAt
    startedAt
    completedAt
    result
    errorMessage
  }
`);

/** The last runs, and how much of what each has taken. */
export function RetentionRuns({ jobs }: { jobs: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("system");
  if (jobs.length === 0) return <p className="hint">{t("retention.noRun")}</p>;
  return (
    <ul className="retention-runs">
      {jobs
        .map((job) => readFragment(fragment, job))
        .map((job) => (
          <li key={job.id}>
            <p>
              <Link href={`/jobs/${job.id}`}>
                <RelativeTime time={job.startedAt ?? job.createdAt} />
              </Link>
              <JobState status={job.status} progress={job.progress} />
              {job.completedAt && <span className="hint">{jobDuration(job)}</span>}
            </p>
            {job.status === "COMPLETED" && <Report report={(job.result ?? {}) as Report} />}
            {job.errorMessage && <p className="refusal">{job.errorMessage}</p>}
          </li>
        ))}
    </ul>
  );
}

/** How many of what. */
type Report = Readonly<Record<string, number>>;

function Report({ report }: { report: Report }) {
  const { t } = useTranslation("system");
  const taken = Object.entries(report).filter(([, count]) => count > 0);
  if (taken.length === 0) return <p className="hint">{t("retention.nothing")}</p>;
  return (
    <dl>
      {taken.map(([name, count]) => (
        <div key={name}>
          <dt>{retentionName(name)}</dt>
          <dd className="number">{formatNumber(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
