import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql, readFragment } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";
import { useViewer } from "../users/viewer.ts";

/** Asked for with the first query of a visit, so that it stands where it stands before anything is below it. */
const progress = graphql(`
  fragment SetupProgress_Setup on Setup {
    hasCatalog
    hasIndexer
    hasDownloadClient
    hasMediaServer
  }
`);

const setupProgress = graphql(`
  query SetupProgress {
    setup {
      ...SetupProgress_Setup
    }
  }
`);

/** What an admin still has to set up before books can arrive; nothing once all is there. */
export function SetupProgress() {
  const { t } = useTranslation("configuration");
  const { role } = useViewer();
  const [{ data }] = useQuery({ query: setupProgress });
  if (!data) return null;
  const { hasCatalog, hasIndexer, hasDownloadClient, hasMediaServer } = readFragment(progress, data.setup);
  const parts = [
    { isDone: hasCatalog, step: "catalog" },
    { isDone: hasIndexer, step: "indexer" },
    { isDone: hasDownloadClient, step: "download" },
    { isDone: hasMediaServer, step: "library" },
  ] as const;
  if (parts.every(({ isDone }) => isDone)) return null;
  return (
    <section className="setup-progress" aria-labelledby="setup-progress">
      <h2 id="setup-progress">{t(role === "ADMIN" ? "progress.title" : "progress.titleForOthers")}</h2>
      {role !== "ADMIN" && <p>{t("progress.forOthers")}</p>}
      <ul>
        {parts.map(({ isDone, step }) => (
          <li key={step} className={`status ${isDone ? "shelf" : "waits"}`}>
            <Icon name={isDone ? "check" : "clock"} size={16} />
            {isDone || role !== "ADMIN" ? (
              t(`progress.${step}`)
            ) : (
              <Link href={`/set-up?step=${step}`}>{t(`progress.${step}`)}</Link>
            )}
            <span className="word">{t(isDone ? "progress.done" : "progress.missing")}</span>
          </li>
        ))}
      </ul>
      {role === "ADMIN" && (
        <Link href="/set-up" className="button plain">
          {t("progress.goOn")}
        </Link>
      )}
    </section>
  );
}
