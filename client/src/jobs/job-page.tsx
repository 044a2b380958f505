import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatNumber } from "../ui/format.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobState } from "./job-state.tsx";
import { jobDuration, jobName } from "./job-words.ts";
import { useLiveJobs } from "./use-live-jobs.ts";

const jobPage = graphql(`
  query JobPage($id: ID!) {
    job(id: $id) {
      id
      ...JobDetails_Job
    }
  }
`);

const fragment = graphql(`
  fragment JobDetails_Job on Job {
    id
    type
    status
    progress
    attempts
    maxAttempts
    priority
    createdAt
    startedAt
    completedAt
    errorMessage
    stackTrace
    payload
    result
    request {
      id
      audiobook {
        id
        title
      }
    }
    ...JobActions_Job
  }
`);

/** For an admin: everything about one job, live. */
export function JobPage({ id }: { id: string }) {
  const { t } = useTranslation("jobs");
  const [{ data, error }, refetch] = useQuery({
    query: jobPage,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useLiveJobs(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("page.loading")} />;
  if (!data.job)
    return (
      <EmptyState icon="gear" title={t("page.gone")} isPage>
        <p>{t("page.goneHint")}</p>
        <Link href="/jobs">{t("page.all")}</Link>
      </EmptyState>
    );
  return <Details job={data.job} />;
}

function Details({ job }: { job: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("jobs");
  const details = readFragment(fragment, job);
  const { type, status, progress, attempts, maxAttempts, priority, createdAt, startedAt, completedAt } = details;
  const { errorMessage, stackTrace, payload, result, request } = details;
  const facts = [
    [t("page.request"), request && <Link href={`/requests/${request.id}`}>{request.audiobook.title}</Link>],
    [t("page.created"), <RelativeTime time={createdAt} />],
    [t("page.began"), startedAt && <RelativeTime time={startedAt} />],
    [t("page.ended"), completedAt && <RelativeTime time={completedAt} />],
    [t("page.took"), jobDuration(details)],
    [t("page.attempts"), t("ofAttempts", { attempts, max: Math.max(attempts, maxAttempts) })],
    [t("page.priority"), priority !== 0 && formatNumber(priority)],
  ] as const;
  return (
    <article className="job-page">
      <PageTitle title={jobName(type)}>
        <JobState status={status} progress={progress} />
      </PageTitle>
      <JobActions job={details} />
      <dl className="job-facts" aria-label={t("page.facts")}>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {errorMessage && (
        <section>
          <h2>{t("page.error")}</h2>
          <p className="sentence failed">{errorMessage}</p>
        </section>
      )}
      {stackTrace && <Text title={t("page.stack")} text={stackTrace} />}
      {result && <Text title={t("page.result")} text={JSON.stringify(result, null, 2)} />}
      {payload && <Text title={t("page.payload")} text={JSON.stringify(payload, null, 2)} />}
      <p>
        <Link href="/jobs">{t("page.all")}</Link>
      </p>
    </article>
  );
}

/** Longer lines than the page is wide are scrolled, by the keyboard too. */
function Text({ title, text }: { title: string; text: string }) {
  return (
    <section>
      <h2>{title}</h2>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}
