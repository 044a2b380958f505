import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { JobState } from "./job-state.tsx";
import { jobDuration, jobName } from "./job-words.ts";

const fragment = graphql(`
  fragment JobRow_Job on Job {
    id
    type
    status
    progress
    attempts
    maxAttempts
    createdAt
    startedAt
    completedAt
    errorMessage
    request {
      id
      audiobook {
        id
        title
      }
    }
  }
`);

/** One job in the table. */
export function JobRow({ job }: { job: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("jobs");
  const row = readFragment(fragment, job);
  const { id, type, status, progress, attempts, maxAttempts, createdAt, startedAt, errorMessage, request } = row;
  return (
    <tr>
      <th scope="row">
        <Link href={`/jobs/${id}`}>{jobName(type)}</Link>
        {request && <span className="about">{request.audiobook.title}</span>}
        {status === "FAILED" && errorMessage && <span className="sentence">{errorMessage}</span>}
      </th>
      <td>
        <JobState status={status} progress={progress} />
      </td>
      <td className="number" data-label={t("columns.attempts")}>
        {t("ofAttempts", { attempts, max: Math.max(attempts, maxAttempts) })}
      </td>
      <td data-label={t("columns.began")}>
        <RelativeTime time={startedAt ?? createdAt} />
      </td>
      <td className="number" data-label={t("columns.took")}>
        {jobDuration(row) ?? "–"}
      </td>
    </tr>
  );
}
