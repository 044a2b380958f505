/** One set of words, colours and pictures for how a request stands; every view of a request uses these. */
import type { RequestState_RequestFragment } from "../graphql/generated/graphql.ts";
import type { IconName } from "../ui/icon.tsx";

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

/** @returns the words for a request's state. */
export function requestWords({ status, step, progress, blocker, errorMessage, decisionReason }: State): RequestWords {
  const moving = (icon: IconName, word: string, sentence: string | null): RequestWords =>
    blocker
      ? { tone: "waits", icon: "clock", word: "Waits", sentence: blocker.message }
      : { tone: "moving", icon, word, sentence };
  switch (status) {
    case "AWAITING_APPROVAL":
      return { tone: "waits", icon: "clock", word: "Waits for an admin's approval", sentence: null };
    case "PENDING":
      return moving("search", "Asked for", "The search begins in a moment.");
    case "SEARCHING":
      return moving("search", "Searching", "Looking for the right recording.");
    case "DOWNLOADING":
      return step === "start_download"
        ? moving("download", "Found", "The download begins in a moment.")
        : moving("download", "Downloading", `${progress} %`);
    case "PROCESSING":
      return step === "organize_files"
        ? moving("shelf", "Being shelved", "Its files are put into the library.")
        : moving("shelf", "Shelved", "The media server is taking it in.");
    case "COMPLETED":
      return { tone: "shelf", icon: "check", word: "In the library", sentence: null };
    case "FAILED":
      return { tone: "failed", icon: "warning", word: "Failed", sentence: errorMessage };
    case "CANCELLED":
      return { tone: "over", icon: "cross", word: "Cancelled", sentence: null };
    case "DENIED":
      return {
        tone: "over",
        icon: "cross",
        word: "Denied",
        sentence: decisionReason ?? "An admin has decided against it.",
      };
  }
}

/** The way of a book, in the words that every view uses. */
export const journeySteps = ["Asked", "Found", "Fetched", "Shelved", "There"] as const;

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
