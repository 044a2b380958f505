import { useTranslation } from "react-i18next";
import { journeyPosition, journeySteps, requestWords } from "./request-words.ts";

type State = Parameters<typeof journeyPosition>[0];

/** Asked → found → fetched → shelved → there. @param size a thin bar for a card or a row, or the whole way with its words. */
export function Journey({ state, size }: { state: State; size: "bar" | "full" }) {
  const { t } = useTranslation("requests");
  const { done, within } = journeyPosition(state);
  const { tone, word, sentence } = requestWords(state);
  const position = t("journey.position", { step: Math.min(done + 1, 5) });
  const label = [`${word}.`, sentence, position].filter(Boolean).join(" ");
  return (
    <div className={`journey ${size} ${tone}`} role="img" aria-label={label}>
      {journeySteps.map((name, index) => (
        <div key={name} className={`stage ${index < done ? "done" : index === done ? "current" : "ahead"}`}>
          <span className="track">
            <span className="fill" style={{ transform: `scaleX(${index < done ? 1 : index === done ? within : 0})` }} />
          </span>
          {size === "full" && <span className="name">{t(`journey.${name}`)}</span>}
        </div>
      ))}
    </div>
  );
}
