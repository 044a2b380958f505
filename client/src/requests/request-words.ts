/** One set of words, colours and pictures for how a request stands; every view of a request uses these. */
import i18next from "i18next";
import type { RequestState_RequestFragment } from "../graphql/generated/graphql.ts";
import type { IconName } from "../ui/icon.tsx";
import "../i18n/language.ts";

/** The four colours of state, and one for what is over. */
export type Tone = "moving" | "shelf" | "waits" | "failed" | "over";

/** How a request stands, for a person. */
export interface RequestWords {
  readonly tone: Tone;
  readonly icon: IconName;
  /** One or two words. */
  readonly word: string;
  /** What is going on, or what it waits for; null where the word says it all. */
  readonly sentence: string | null;
}

type State = Pick<
  RequestState_RequestFragment,
  "status" | "step" | "progress" | "blocker" | "errorMessage" | "decisionReason" | "downloadAttempts"
>;

/** @returns the words for a request's state, in the language that is spoken now. */
export function requestWords({ status, step, progress, blocker, errorMessage, decisionReason }: State): RequestWords {
  const t = i18next.getFixedT(null, "requests");
  const moving = (icon: IconName, word: string, sentence: string | null): RequestWords =>
    blocker
      ? { tone: "waits", icon: "clock", word: t("state.waits"), sentence: t(`blocker.${blocker.kind}`) }
      : { tone: "moving", icon, word, sentence };
  switch (status) {
    case "AWAITING_APPROVAL":
      return { tone: "waits", icon: "clock", word: t("state.AWAITING_APPROVAL"), sentence: null };
    case "PENDING":
      return moving("search", t("state.PENDING"), t("state.pendingSentence"));
    case "SEARCHING":
      return moving("search", t("state.SEARCHING"), t("state.searchingSentence"));
    case "DOWNLOADING":
      return step === "start_download"
        ? moving("download", t("state.found"), t("state.foundSentence"))
        : moving("download", t("state.DOWNLOADING"), `${progress} %`);
    case "PROCESSING":
      return step === "organize_files"
        ? moving("shelf", t("state.organizing"), t("state.organizingSentence"))
        : moving("shelf", t("state.PROCESSING"), t("state.processingSentence"));
    case "COMPLETED":
      return { tone: "shelf", icon: "check", word: t("state.COMPLETED"), sentence: null };
    case "FAILED":
      return { tone: "failed", icon: "warning", word: t("state.FAILED"), sentence: errorMessage };
    case "CANCELLED":
      return { tone: "over", icon: "cross", word: t("state.CANCELLED"), sentence: null };
    case "DENIED":
      return {
        tone: "over",
        icon: "cross",
        word: t("state.DENIED"),
        sentence: decisionReason ?? t("state.deniedSentence"),
      };
  }
}

/** The way of a book; `journey` in the words says what each is called. */
export const journeySteps = ["asked", "found", "fetched", "shelved", "there"] as const;

/** @returns how many steps are behind it (0 to 5), and how far it is within the next one, 0 to 1. */
export function journeyPosition({ status, step, progress, downloadAttempts }: State): { done: number; within: number } {
  switch (status) {
    case "AWAITING_APPROVAL":
      return { done: 0, within: 0.5 };
    case "PENDING":
      return { done: 1, within: 0 };
    case "SEARCHING":
      return { done: 1, within: 0.5 };
    case "DOWNLOADING":
      return { done: 2, within: progress / 100 };
    case "PROCESSING":
      return { done: step === "organize_files" ? 3 : 4, within: 0.5 };
    case "COMPLETED":
      return { done: 5, within: 0 };
    default:
      return { done: progress === 100 ? 3 : downloadAttempts > 0 ? 2 : 1, within: 0 };
  }
}

/** Whether it can still be taken back. */
export function isLive(status: State["status"]): boolean {
  return !["COMPLETED", "FAILED", "CANCELLED", "DENIED"].includes(status);
}
