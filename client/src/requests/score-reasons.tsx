import { useTranslation } from "react-i18next";

interface ScoreReasonsProps {
  reasons: readonly { readonly points: number; readonly text: string }[];
  /** It is the release that was taken. */
  isTaken: boolean;
}

/** What a score is made of: each reason with its points, and a bar as long as it weighs. */
export function ScoreReasons({ reasons, isTaken }: ScoreReasonsProps) {
  const { t } = useTranslation("requests");
  if (reasons.length === 0) return null;
  const most = Math.max(...reasons.map(({ points }) => Math.abs(points)), 1);
  return (
    <details>
      <summary>{t(isTaken ? "candidates.whyChosen" : "candidates.whyThis")}</summary>
      <ul className="reasons" lang="en">
        {reasons.map(({ points, text }) => (
          <li key={text}>
            <span className="points">{points > 0 ? `+${points}` : points}</span>
            <span className={`weight ${points < 0 ? "against" : "for"}`} aria-hidden="true">
              <span style={{ width: `${(Math.abs(points) / most) * 100}%` }} />
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
