import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatBytes, formatNumber } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { CandidateActions } from "./candidate-actions.tsx";
import { candidateWords } from "./candidate-words.ts";
import { ScoreReasons } from "./score-reasons.tsx";

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

/** One release, its score and why: a row of the table, which a phone shows as a card. */
export function Candidate({ release, mayBlock, onChoose, isBusy = false }: CandidateProps) {
  const { t } = useTranslation("requests");
  const candidate = readFragment(fragment, release);
  const { id, torrentName, indexerName, torrentSizeBytes, seeders, qualityScore, verdict, selected } = candidate;
  const { tone, icon, word } = candidateWords(candidate);
  const isTaken = selected && verdict === "ACCEPTABLE";
  // The roles are said: a phone lays the rows out as cards, and they would be lost with the table's layout.
  return (
    <tr role="row" className={`candidate ${verdict.toLowerCase()} ${selected ? "selected" : ""}`}>
      <td role="cell" className="score">
        <span className="label">{t("candidates.score")} </span>
        {qualityScore ?? "–"}
      </td>
      <td role="cell" className="about">
        <p className="name">{torrentName}</p>
        <p className={`status ${tone}`}>
          <Icon name={icon} size={16} />
          <span>
            <span className="word">{word}</span>
            {candidate.selectedByHand && `, ${t("candidates.byHand")}`}. {candidate.downloadError ?? candidate.refusal}
          </span>
        </p>
        <ScoreReasons reasons={candidate.scoreReasons} isTaken={isTaken} />
      </td>
      <td role="cell">
        <span className="label">{t("candidates.indexer")} </span>
        {indexerName}
      </td>
      <td role="cell" className="number">
        <span className="label">{t("candidates.size")} </span>
        {torrentSizeBytes == null ? t("candidates.unknown") : formatBytes(torrentSizeBytes)}
      </td>
      <td role="cell" className="number">
        <span className="label">{t("candidates.seeders")} </span>
        {seeders == null ? t("candidates.unknown") : formatNumber(seeders)}
      </td>
      <td role="cell" className="decisions">
        <CandidateActions
          releaseId={id}
          name={torrentName ?? t("candidates.thisRelease")}
          isBlocked={verdict === "BLOCKED"}
          mayBlock={mayBlock}
          onChoose={isTaken ? undefined : onChoose}
          isBusy={isBusy}
        />
      </td>
    </tr>
  );
}
