import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { Candidate_DownloadHistoryFragment } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { formatBytes } from "../ui/format.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import type { Tone } from "./request-words.ts";

const fragment = graphql(`
  fragment Candidate_DownloadHistory on DownloadHistory {
    id
    torrentName
    indexerName
    torrentSizeBytes
    seeders
    qualityScore
    verdict
    refusal
    selected
    progress
    downloadStatus
    downloadError
    scoreReasons {
      points
      text
    }
  }
`);

interface CandidateProps {
  release: FragmentType<typeof fragment>;
  /** Takes it instead of the present one; absent where that is too late. */
  onChoose?: () => void;
  isBusy?: boolean;
}

/** One release, its score and why. */
export function Candidate({ release, onChoose, isBusy = false }: CandidateProps) {
  const candidate = readFragment(fragment, release);
  const {
    torrentName,
    indexerName,
    torrentSizeBytes,
    seeders,
    qualityScore,
    verdict,
    refusal,
    selected,
    downloadError,
    scoreReasons,
  } = candidate;
  const { tone, icon, word } = verdictWords(candidate);
  const facts = [
    indexerName,
    torrentSizeBytes != null && formatBytes(torrentSizeBytes),
    seeders != null && `${seeders} ${seeders === 1 ? "seeder" : "seeders"}`,
  ].filter(Boolean);
  return (
    <li className={`candidate ${verdict.toLowerCase()}`}>
      <div className="score" title="Score">
        {qualityScore ?? "–"}
      </div>
      <div className="about">
        <p className="name">{torrentName}</p>
        <p className="facts">{facts.join(" · ")}</p>
        <p className={`status ${tone}`}>
          <Icon name={icon} size={16} />
          <span>
            <span className="word">{word}.</span> {downloadError ?? refusal}
          </span>
        </p>
        {scoreReasons.length > 0 && (
          <details>
            <summary>Why this score</summary>
            <ul className="reasons">
              {scoreReasons.map(({ points, text }) => (
                <li key={text}>
                  <span className="points">{points > 0 ? `+${points}` : points}</span> {text}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {onChoose && !(selected && verdict === "ACCEPTABLE") && (
        <Button kind="quiet" onClick={onChoose} disabled={isBusy} aria-label={`Take ${torrentName}`}>
          Take this
        </Button>
      )}
    </li>
  );
}

function verdictWords({ verdict, selected, downloadStatus, progress }: Candidate_DownloadHistoryFragment): {
  tone: Tone;
  icon: IconName;
  word: string;
} {
  if (verdict === "BLOCKED") return { tone: "failed", icon: "cross", word: "Passed over" };
  if (selected && downloadStatus === "FAILED") return { tone: "failed", icon: "warning", word: "Failed" };
  if (selected && downloadStatus === "COMPLETED") return { tone: "shelf", icon: "check", word: "Downloaded" };
  if (selected && downloadStatus === "STALLED")
    return { tone: "waits", icon: "clock", word: "Nobody sends it at the moment" };
  if (selected) return { tone: "moving", icon: "download", word: `Chosen, ${progress ?? 0} % is here` };
  if (verdict === "REFUSED") return { tone: "over", icon: "cross", word: "Not taken by itself" };
  return { tone: "over", icon: "check", word: "Could be taken" };
}
