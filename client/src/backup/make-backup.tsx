import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { Link } from "wouter";
import { errorMessage as sentenceOf } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";

const fragment = graphql(`
  fragment MakeBackup_Job on Job {
    id
    status
    progress
    errorMessage
  }
`);

const makeBackup = graphql(`
  mutation MakeBackup {
    makeBackup {
      id
      type
      createdAt
      ...MakeBackup_Job
    }
  }
`);

/** Makes a backup now, and says how far it is; of one that did not succeed, why. */
export function MakeBackup({ last }: { last: FragmentType<typeof fragment> | null }) {
  const { t } = useTranslation("backup");
  const [{ error, fetching }, make] = useMutation(makeBackup);
  const job = readFragment(fragment, last);
  const isRunning = job?.status === "ACTIVE" || job?.status === "STUCK";
  const isWaiting = job?.status === "PENDING" || job?.status === "DELAYED";
  const progress = job?.progress ?? 0;
  return (
    <section className="make">
      {!isRunning && !isWaiting && (
        <Button busy={fetching && t("making")} onClick={() => void make({})}>
          {t("make")}
        </Button>
      )}
      {(isRunning || isWaiting) && (
        <>
          <progress max={100} value={isRunning ? progress : 0} aria-label={t("progress")} />
          <p role="status">{isRunning ? `${t("underWay")} ${progress} %` : t("waits")}</p>
        </>
      )}
      {job?.status === "FAILED" && (
        <p className="refusal" role="status">
          {t("failed")} {job.errorMessage} <Link href={`/jobs/${job.id}`}>{t("job")}</Link>
        </p>
      )}
      {error && (
        <p className="refusal" role="alert">
          {sentenceOf(error)}
        </p>
      )}
    </section>
  );
}
