import i18next from "i18next";
import type { Candidate_DownloadHistoryFragment } from "../graphql/generated/graphql.ts";
import type { RequestWords } from "./request-words.ts";

type Candidate = Pick<Candidate_DownloadHistoryFragment, "verdict" | "selected" | "downloadStatus" | "progress">;

/** @returns the words for what became of a release, in the language that is spoken now. */
export function candidateWords({
  verdict,
  selected,
  downloadStatus,
  progress,
}: Candidate): Omit<RequestWords, "sentence"> {
  const t = i18next.getFixedT(null, "requests");
  if (verdict === "BLOCKED") return { tone: "failed", icon: "cross", word: t("candidates.blocked") };
  if (selected && downloadStatus === "FAILED") return { tone: "failed", icon: "warning", word: t("candidates.failed") };
  if (selected && downloadStatus === "COMPLETED")
    return { tone: "shelf", icon: "check", word: t("candidates.downloaded") };
  if (selected && downloadStatus === "STALLED") return { tone: "waits", icon: "clock", word: t("candidates.stalled") };
  if (selected) return { tone: "moving", icon: "download", word: t("candidates.chosen", { percent: progress ?? 0 }) };
  if (verdict === "REFUSED") return { tone: "over", icon: "cross", word: t("candidates.notTaken") };
  return { tone: "over", icon: "check", word: t("candidates.possible") };
}
