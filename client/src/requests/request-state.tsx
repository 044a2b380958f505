import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Journey } from "./journey.tsx";
import { requestWords } from "./request-words.ts";

/** Everything that words and bars are made from; `version` tells older copies from newer ones. */
export const requestState = graphql(`
  fragment RequestState_Request on Request {
    id
    version
    status
    step
    progress
    errorMessage
    decisionReason
    downloadAttempts
    blocker {
      kind
      message
      nextTryAt
    }
  }
`);

interface RequestStateProps {
  request: FragmentType<typeof requestState>;
  /** A card has room for a word and a bar, a row for the sentence too; a page says more beside it. */
  on: "card" | "row" | "page";
}

/** How a request stands: a picture, a word, a bar and, where there is room, the sentence. */
export function RequestState({ request, on }: RequestStateProps) {
  const { t } = useTranslation("requests");
  const state = readFragment(requestState, request);
  const { tone, icon, word, sentence } = requestWords(state);
  const isDownloading = tone === "moving" && state.step === "monitor_download";
  const nextTryAt = state.blocker?.nextTryAt;
  const hasSentence = on === "row" || (on === "page" && !state.blocker);
  return (
    <div className={`request-state ${tone}`}>
      <p className="status">
        <Icon name={icon} size={16} />
        <span className="word">{word}</span>
        {isDownloading && <span className="number">{state.progress} %</span>}
      </p>
      {tone !== "over" && on !== "page" && <Journey state={state} size="bar" />}
      {hasSentence && sentence && !isDownloading && (
        <p className="sentence">
          {sentence}
          {nextTryAt && (
            <>
              {" "}
              {t("nextTry")} <RelativeTime time={nextTryAt} ahead />.
            </>
          )}
        </p>
      )}
    </div>
  );
}
