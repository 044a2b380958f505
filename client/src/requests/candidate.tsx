import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { Candidate_DownloadHistoryFragment } from "../graphql/generated/graphql.ts";
import { formatBytes } from "../ui/format.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { CandidateActions } from "./candidate-actions.tsx";
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
    selectedByHand
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
  /** For an admin: block it, or allow it again. */
  mayBlock: boolean;
  /** Takes it instead of the present one; absent where that is too late. */
  onChoose?: () => void;
  isBusy?: boolean;
}

/** One release, its score and why. */
export function Candidate({ release, mayBlock, onChoose, isBusy = false }: CandidateProps) {
  const candidate = readFragment(fragment, release);
  const {
    id,
    torrentName,
    indexerName,
    torrentSizeBytes,
    seeders,
    qualityScore,
    verdict,
    refusal,
    selected,
    selectedByHand,
    downloadError,
    scoreReasons,
  } = candidate;
  const { tone, icon, word } = verdictWords(candidate);
  const facts = [
    indexerName,
    torrentSizeBytes != null && formatBytes(torrentSizeBytes),
    seeders != null && `${seeders} ${seeders === 1 ? "seeder" : "seeders"}`,
    selectedByHand && "chosen by hand",
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
      <CandidateActions
        releaseId={id}
        name={torrentName ?? "this release"}
        isBlocked={verdict === "BLOCKED"}
        mayBlock={mayBlock}
        onChoose={selected && verdict === "ACCEPTABLE" ? undefined : onChoose}
        isBusy={isBusy}
      />
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
