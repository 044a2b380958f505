import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { useSearchReleases, type IndexerAnswer } from "./use-release-mutations.ts";

/** Asks the indexers now, with other words if need be, and says what each of them answered. Nothing is taken by it. */
export function SearchNow({ requestId }: { requestId: string }) {
  const { t } = useTranslation("requests");
  const { run, isBusy, refusal, answers } = useSearchReleases();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = String(new FormData(event.currentTarget).get("query") ?? "").trim();
    void run({ requestId, query: query || null });
  };
  return (
    <form className="search-now" onSubmit={submit}>
      <TextField
        label={t("search.words")}
        name="query"
        hint={t("search.wordsHint")}
        maxLength={200}
        autoComplete="off"
      />
      <Button type="submit" busy={isBusy && t("search.searching")}>
        {t("search.submit")}
      </Button>
      <div className="answers" role="status">
        {isBusy && <p className="hint">{t("search.patience")}</p>}
        {answers?.length === 0 && <p className="status waits">{t("search.noIndexer")}</p>}
        {answers && answers.length > 0 && (
          <ul>
            {answers.map((answer) => (
              <Answer key={answer.name} answer={answer} />
            ))}
          </ul>
        )}
      </div>
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
    </form>
  );
}

function Answer({ answer: { name, found, failure, restsUntil } }: { answer: IndexerAnswer }) {
  const { t } = useTranslation("requests");
  const tone = restsUntil ? "waits" : failure ? "failed" : found > 0 ? "shelf" : "over";
  return (
    <li className={`status ${tone}`}>
      <Icon name={restsUntil ? "clock" : failure ? "warning" : found > 0 ? "check" : "cross"} size={16} />
      <span>
        <span className="word">{name}:</span> {found > 0 || !failure ? `${t("search.found", { number: found })} ` : ""}
        {failure}
        {restsUntil && (
          <>
            {" "}
            {t("search.rests")} <RelativeTime time={restsUntil} ahead />.
          </>
        )}
      </span>
    </li>
  );
}
