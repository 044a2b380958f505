import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatBytes } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment DeliveryFacts_Request on Request {
    id
    version
    downloadAttempts
    downloads {
      id
      torrentName
      indexerName
      torrentSizeBytes
      downloadClient
      downloadError
      startedAt
      completedAt
    }
    audiobook {
      id
      filePath
      fileFormat
      fileSizeBytes
      availableAt
    }
  }
`);

const clients = ["embedded", "qbittorrent", "transmission"] as const;

/** Where a book came from, and where it was put; nothing before a download has begun. */
export function DeliveryFacts({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const { downloadAttempts, downloads, audiobook } = readFragment(fragment, request);
  const download = downloads.at(-1);
  if (!download) return null;
  const client = clients.find((name) => name === download.downloadClient);
  const { filePath, fileFormat, fileSizeBytes, availableAt } = audiobook;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t("facts.release"), download.torrentName],
    [t("facts.from"), download.indexerName],
    [t("facts.client"), client ? t(`facts.clients.${client}`) : download.downloadClient],
    [t("facts.size"), download.torrentSizeBytes != null && formatBytes(download.torrentSizeBytes)],
    [t("facts.tries"), downloadAttempts > 1 && downloadAttempts],
    [t("facts.began"), download.startedAt && <RelativeTime time={download.startedAt} />],
    [t("facts.done"), download.completedAt && <RelativeTime time={download.completedAt} />],
    [t("facts.problem"), download.downloadError],
    [t("facts.folder"), filePath && <code>{filePath}</code>],
    [
      t("facts.files"),
      [fileFormat, fileSizeBytes != null && formatBytes(fileSizeBytes)].filter(Boolean).join(" · ") || null,
    ],
    [t("facts.available"), availableAt && <RelativeTime time={availableAt} />],
  ];
  return (
    <section className="delivery" aria-labelledby="delivery">
      <h2 id="delivery">{t("facts.title")}</h2>
      <dl>
        {facts
          .filter(([, fact]) => fact !== null && fact !== undefined && fact !== false)
          .map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
