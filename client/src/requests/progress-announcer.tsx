import { useTranslation } from "react-i18next";
import { readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { requestState } from "./request-state.tsx";
import { requestWords } from "./request-words.ts";

/** For the ear: how a request stands, whenever that changes, and a download once at each quarter. */
export function ProgressAnnouncer({ request, title }: { request: FragmentType<typeof requestState>; title: string }) {
  const { t } = useTranslation("requests");
  const state = readFragment(requestState, request);
  const { word } = requestWords(state);
  const isDownloading = state.step === "monitor_download" && !state.blocker;
  const percent = Math.floor(state.progress / 25) * 25;
  return (
    <p className="unseen" role="status">
      {isDownloading ? t("downloaded", { percent, title }) : `${title}: ${word}`}
    </p>
  );
}
