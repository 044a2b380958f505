import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatBytes, formatDuration } from "../ui/format.ts";

const fragment = graphql(`
  fragment DownloadNumbers_DownloadHistory on DownloadHistory {
    id
    downloadStatus
    torrentSizeBytes
    downloadBytesPerSecond
    secondsLeft
  }
`);

/** How fast it comes and how long it takes; nothing while nothing moves. */
export function DownloadNumbers({ download }: { download: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const { downloadStatus, torrentSizeBytes, downloadBytesPerSecond, secondsLeft } = readFragment(fragment, download);
  if (downloadStatus !== "DOWNLOADING") return null;
  const parts = [
    downloadBytesPerSecond != null && downloadBytesPerSecond > 0 && `${formatBytes(downloadBytesPerSecond)}/s`,
    secondsLeft != null && secondsLeft > 0 && t("timeLeft", { time: formatDuration(secondsLeft) }),
    torrentSizeBytes != null && formatBytes(torrentSizeBytes),
  ].filter((part) => part !== false);
  return <p className="numbers">{parts.join(" · ")}</p>;
}
