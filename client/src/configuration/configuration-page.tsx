import { useTranslation } from "react-i18next";
import { useClient, useQuery } from "urql";
import { graphql, readFragment } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import type { ConfigurationCategory, IntegrationKind } from "../graphql/generated/graphql.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { InstanceForms } from "./instance-forms.tsx";
import { ReadLibrary } from "./read-library.tsx";
import { settingField, type Setting } from "./setting-field.tsx";
import { SettingsForm } from "./settings-form.tsx";

const configurationPage = graphql(`
  query ConfigurationPage {
    configuration {
      key
      category
      ...SettingField_ConfigurationEntry
    }
  }
`);

/**
 * In the order in which a person would fill them in, and what the Test button of each tries. How long things are kept has
 * a page of its own.
 */
const sections = {
  CATALOG: "CATALOG",
  INDEXER: "INDEXER",
  DOWNLOAD_CLIENT: "DOWNLOAD_CLIENT",
  PATHS: "FOLDERS",
  MEDIA_SERVER: "MEDIA_SERVER",
  PLEX: null,
  AUTOMATION: null,
  NOTIFIER: "NOTIFIER",
  SYSTEM: null,
} as const satisfies Record<Exclude<ConfigurationCategory, "RETENTION">, IntegrationKind | "FOLDERS" | null>;

/** For an admin: every setting, a form for each thing that it is about. */
export function ConfigurationPage() {
  const { t } = useTranslation("configuration");
  const client = useClient();
  const [{ data, error }, refetch] = useQuery({ query: configurationPage });
  const reload = () => client.query(configurationPage, {}, { requestPolicy: "network-only" }).toPromise();
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="form" count={3} label={t("loading")} />;
  const shown = (Object.keys(sections) as (keyof typeof sections)[])
    .map((category) => ({
      category,
      kind: sections[category],
      settings: data.configuration
        .filter((entry) => entry.category === category)
        .map((entry) => readFragment(settingField, entry)),
    }))
    .filter(({ settings }) => settings.length > 0);
  return (
    <>
      <PageTitle title={t("title")} />
      <div className="settings">
        <nav aria-label={t("title")}>
          {shown.map(({ category }) => (
            <a key={category} href={`#${category}`}>
              {t(`sections.${category}`)}
            </a>
          ))}
        </nav>
        <div>
          {shown.map(({ category, kind, settings }) => (
            <section key={category} id={category} aria-labelledby={`${category}-title`}>
              <h2 id={`${category}-title`}>{t(`sections.${category}`)}</h2>
              <p className="about">{t(`about.${category}`)}</p>
              {category === "INDEXER" || category === "NOTIFIER" ? (
                <InstanceForms
                  kind={category === "INDEXER" ? "indexer" : "notifier"}
                  settings={settings}
                  onChanged={reload}
                />
              ) : (
                <SettingsForm settings={settings} {...(kind ? { kind } : {})} />
              )}
              {category === "MEDIA_SERVER" && isChosen(settings) && <ReadLibrary />}
            </section>
          ))}
        </div>
      </div>
    </>
  );
}

function isChosen(settings: readonly Setting[]): boolean {
  return settings.some(({ key, isSet }) => key.endsWith(".type") && isSet);
}
