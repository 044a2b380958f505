import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment Rotation_Job on Job {
    id
    status
    progress
    result
    errorMessage
    createdAt
    completedAt
  }
`);

/** How many secrets a rotation has sealed anew. @param result of its job. */
export const resealedIn = (result: unknown) => (result as { resealed?: number } | null)?.resealed ?? 0;

/** How far a rotation is, and at its end which key may go. */
export function Rotation({ job }: { job: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("security");
  const { id, status, progress, result, errorMessage, createdAt, completedAt } = readFragment(fragment, job);
  const isDone = status === "COMPLETED";
  const isUnderWay = status === "ACTIVE" || status === "STUCK";
  const sentence = (result as { sentence?: string } | null)?.sentence;
  return (
    <div className="rotation">
      {!isDone && (
        <>
          <progress max={100} value={isUnderWay ? (progress ?? 0) : 0} aria-label={t("progress")} />
          <p role="status">
            {isUnderWay ? `${t("underWay")} ${progress ?? 0} %` : errorMessage ? t("failed") : t("waits")}
          </p>
          {errorMessage && <p className="refusal">{errorMessage}</p>}
        </>
      )}
      {isDone && (
        <>
          <p className="status shelf" role="status">
            <Icon name="check" size={16} />
            <span className="word">{t("done")}</span>
          </p>
          {sentence && <p>{sentence}</p>}
          {resealedIn(result) > 0 && <p className="back-up">{t("backUp")}</p>}
        </>
      )}
      <p className="hint">
        <RelativeTime time={completedAt ?? createdAt} /> · <Link href={`/jobs/${id}`}>{t("details")}</Link>
      </p>
    </div>
  );
}
