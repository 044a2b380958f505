import { useTranslation } from "react-i18next";
import type { JobStatus } from "../graphql/generated/graphql.ts";
import { Icon } from "../ui/icon.tsx";
import { jobTones } from "./job-words.ts";

interface JobStateProps {
  status: JobStatus;
  /** Percent, of a job that tells it. */
  progress?: number | null;
}

/** How a job stands: a picture, a word, and how far it is. */
export function JobState({ status, progress = null }: JobStateProps) {
  const { t } = useTranslation("jobs");
  const { tone, icon } = jobTones[status];
  return (
    <span className={`status ${tone}`}>
      <Icon name={icon} size={16} />
      <span className="word">{t(`states.${status}`)}</span>
      {status === "ACTIVE" && progress !== null && <span className="number">{progress} %</span>}
    </span>
  );
}
