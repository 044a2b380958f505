import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";

const fragment = graphql(`
  fragment JobActions_Job on Job {
    id
    status
    request {
      id
    }
  }
`);

const retryJob = graphql(`
  mutation RetryJob($input: RetryJobInput!) {
    retryJob(input: $input) {
      id
      ...JobRow_Job
      ...JobDetails_Job
    }
  }
`);

const cancelJob = graphql(`
  mutation CancelJob($input: CancelJobInput!) {
    cancelJob(input: $input) {
      id
      ...JobRow_Job
    }
  }
`);

/** What can be done about a job: one that is dead is tried again, one that waits for nobody's book can be taken out. */
export function JobActions({ job }: { job: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("jobs");
  const { id, status, request } = readFragment(fragment, job);
  const [, navigate] = useLocation();
  const [retrying, retry] = useMutation(retryJob);
  const [cancelling, cancel] = useMutation(cancelJob);
  const error = retrying.error ?? cancelling.error;
  const tryAgain = async () => {
    const { data } = await retry({ input: { id } });
    // A request that failed with it is tried again by a new job.
    if (data && data.retryJob.id !== id) navigate(`/jobs/${data.retryJob.id}`);
  };
  return (
    <div className="job-actions">
      {(status === "FAILED" || status === "CANCELLED") && (
        <Button kind="primary" onClick={tryAgain} busy={retrying.fetching && t("page.retrying")}>
          {t("page.retry")}
        </Button>
      )}
      {(status === "PENDING" || status === "DELAYED") && !request && (
        <ConfirmButton
          label={t("page.cancel")}
          question={t("page.cancelQuestion")}
          confirm={t("page.cancelConfirm")}
          decline={t("page.cancelKeep")}
          busy={cancelling.fetching && t("page.cancelling")}
          onConfirm={() => void cancel({ input: { id } })}
        />
      )}
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
