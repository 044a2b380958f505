import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatNumber } from "../ui/format.ts";

const fragment = graphql(`
  fragment SlowStatements_System on System {
    slowStatements {
      text
      calls
      totalMs
      meanMs
      maxMs
    }
  }
`);

/** The statements that took longest; nothing where the database does not count. */
export function SlowStatements({ system }: { system: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("system");
  const { slowStatements } = readFragment(fragment, system);
  if (!slowStatements || slowStatements.length === 0) return null;
  const columns = ["calls", "total", "mean", "longest"] as const;
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">{t("page.statements")}</h2>
      <p className="about">{t("page.statementsAbout")}</p>
      <div className="statements" role="region" aria-labelledby="statements" tabIndex={0}>
        <table className="queue-table">
          <thead>
            <tr>
              <th scope="col">{t("page.statement")}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`page.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {slowStatements.map(({ text, calls, totalMs, meanMs, maxMs }, index) => (
              <tr key={index}>
                <th scope="row">
                  <code title={text}>{text}</code>
                </th>
                <td>{formatNumber(calls)}</td>
                <td>{milliseconds(totalMs)}</td>
                <td>{milliseconds(meanMs)}</td>
                <td>{milliseconds(maxMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function milliseconds(value: number): string {
  return `${formatNumber(value, value < 10 ? 2 : 0)} ms`;
}
