import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatBytes, formatNumber } from "../ui/format.ts";

const fragment = graphql(`
  fragment DownloadSource_DownloadSource on DownloadSource {
    kind
    name
    begun
    completed
    failed
    bytes
  }
`);

/** How often the downloads of each indexer, and by each download client, came to something. */
export function DownloadSources({ sources }: { sources: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("system");
  const rows = sources.map((source) => readFragment(fragment, source));
  return (["INDEXER", "CLIENT"] as const).map((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind);
    return (
      <section key={kind} aria-labelledby={`sources-${kind}`}>
        <h2 id={`sources-${kind}`}>{t(`analytics.sources.${kind}`)}</h2>
        {ofKind.length === 0 ? (
          <p className="hint">{t("analytics.noSource")}</p>
        ) : (
          <div className="wide-table" tabIndex={0} role="group" aria-labelledby={`sources-${kind}`}>
            <table>
              <thead>
                <tr>
                  {(["name", "success", "begun", "completed", "failed", "bytes"] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`analytics.columns.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ofKind.map(({ name, begun, completed, failed, bytes }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{rateOf(completed, failed)}</td>
                    <td>{formatNumber(begun)}</td>
                    <td>{formatNumber(completed)}</td>
                    <td>{formatNumber(failed)}</td>
                    <td>{formatBytes(bytes as number)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    );
  });
}

/** Of those that are over. */
function rateOf(completed: number, failed: number): string {
  return completed + failed === 0 ? "–" : `${formatNumber((100 * completed) / (completed + failed))} %`;
}
