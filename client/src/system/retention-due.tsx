import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { formatNumber } from "../ui/format.ts";
import { retentionName } from "./retention-words.ts";

const fragment = graphql(`
  fragment RetentionDue_RetentionRule on RetentionRule {
    name
    days
    action
    due
  }
`);

/** What the next run would take, a row for each kind of thing. */
export function RetentionDue({ rules }: { rules: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("system");
  return (
    <table className="retention-due">
      <thead>
        <tr>
          <th scope="col">{t("retention.what")}</th>
          <th scope="col">{t("retention.after")}</th>
          <th scope="col">{t("retention.would")}</th>
        </tr>
      </thead>
      <tbody>
        {rules
          .map((rule) => readFragment(fragment, rule))
          .map(({ name, days, action, due }) => (
            <tr key={name}>
              <th scope="row">
                {retentionName(name)} <span className="hint">{t(`retention.actions.${action}`)}</span>
              </th>
              <td>{days > 0 ? t("retention.afterDays", { count: days }) : t("retention.never")}</td>
              <td className={due > 0 ? "is-due" : undefined}>{formatNumber(due)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
