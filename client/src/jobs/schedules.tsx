import { useTranslation } from "react-i18next";
import { useMutation, useQuery } from "urql";
import { Link } from "wouter";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { cronWords } from "./cron-words.ts";
import { JobState } from "./job-state.tsx";
import { jobName } from "./job-words.ts";
import { useLiveJobs } from "./use-live-jobs.ts";

const schedulesQuery = graphql(`
  query Schedules {
    schedules {
      type
      ...Schedule_JobSchedule
    }
  }
`);

const fragment = graphql(`
  fragment Schedule_JobSchedule on JobSchedule {
    type
    description
    cron
    nextRunAt
    lastJob {
      id
      status
      progress
      createdAt
      startedAt
    }
  }
`);

const runJob = graphql(`
  mutation RunJob($input: RunJobInput!) {
    runJob(input: $input) {
      id
      ...JobRow_Job
    }
  }
`);

/** What runs by itself, when, and how it went. */
export function Schedules() {
  const { t } = useTranslation("jobs");
  const [{ data, error }, refetch] = useQuery({ query: schedulesQuery, requestPolicy: "cache-and-network" });
  useLiveJobs(() => refetch({ requestPolicy: "network-only" }));
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="row" count={5} label={t("schedules.loading")} />;
  return (
    <>
      <p className="schedules-about">{t("schedules.about")}</p>
      <ul className="schedules">
        {data.schedules.map((schedule) => (
          <Schedule key={schedule.type} schedule={schedule} />
        ))}
      </ul>
    </>
  );
}

function Schedule({ schedule }: { schedule: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("jobs");
  const { type, description, cron, nextRunAt, lastJob } = readFragment(fragment, schedule);
  const [{ error, fetching }, run] = useMutation(runJob);
  const name = jobName(type);
  return (
    <li>
      <h2>{name}</h2>
      <p className="about">{description}</p>
      <dl>
        <div>
          <dt title={cron}>{cronWords(cron)}</dt>
          <dd>
            <code>{cron}</code>
          </dd>
        </div>
        <div>
          <dt>{t("schedules.next")}</dt>
          <dd>
            <RelativeTime time={nextRunAt} ahead />
          </dd>
        </div>
        <div>
          <dt>{t("schedules.last")}</dt>
          <dd>
            {lastJob ? (
              <Link href={`/jobs/${lastJob.id}`}>
                <JobState status={lastJob.status} progress={lastJob.progress} />
                {lastJob.startedAt && <RelativeTime time={lastJob.startedAt} />}
              </Link>
            ) : (
              t("schedules.never")
            )}
          </dd>
        </div>
      </dl>
      <Button
        aria-label={t("schedules.runNowOf", { name })}
        busy={fetching && t("schedules.starting")}
        onClick={() => run({ input: { type } })}
      >
        {t("schedules.runNow")}
      </Button>
      {error && <p className="refusal">{errorMessage(error)}</p>}
    </li>
  );
}
