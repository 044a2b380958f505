import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";
import { useViewer } from "../users/viewer.ts";

const setupProgress = graphql(`
  query SetupProgress {
    setup {
      hasCatalog
      hasIndexer
      hasDownloadClient
      hasMediaServer
    }
  }
`);

/** What an admin still has to set up before books can arrive; nothing once all is there. */
export function SetupProgress() {
  const { role } = useViewer();
  const [{ data }] = useQuery({ query: setupProgress });
  if (!data) return null;
  const { hasCatalog, hasIndexer, hasDownloadClient, hasMediaServer } = data.setup;
  const parts = [
    { isDone: hasCatalog, what: "A catalog, to look books up", category: "CATALOG" },
    { isDone: hasIndexer, what: "An indexer, to find releases", category: "INDEXER" },
    { isDone: hasDownloadClient, what: "A download client, to fetch them", category: "DOWNLOAD_CLIENT" },
    { isDone: hasMediaServer, what: "A media server or a folder, to shelve them", category: "MEDIA_SERVER" },
  ];
  if (parts.every(({ isDone }) => isDone)) return null;
  return (
    <section className="setup-progress" aria-labelledby="setup-progress">
      <h2 id="setup-progress">{role === "ADMIN" ? "Before books can arrive" : "This server is not set up yet"}</h2>
      {role !== "ADMIN" && <p>You can ask for books already. They wait until an admin has set up the rest.</p>}
      <ul>
        {parts.map(({ isDone, what, category }) => (
          <li key={category} className={`status ${isDone ? "shelf" : "waits"}`}>
            <Icon name={isDone ? "check" : "clock"} size={16} />
            {isDone || role !== "ADMIN" ? what : <Link href={`/settings#${category}`}>{what}</Link>}
            <span className="word">{isDone ? "done" : "missing"}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
