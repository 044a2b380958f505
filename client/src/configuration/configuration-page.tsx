import { useClient, useQuery } from "urql";
import { graphql, readFragment } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import type { ConfigurationCategory, IntegrationKind } from "../graphql/generated/graphql.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { IndexerForms } from "./indexer-forms.tsx";
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

interface Section {
  readonly category: ConfigurationCategory;
  readonly title: string;
  readonly about: string;
  /** What its Test button tries. */
  readonly kind?: IntegrationKind;
}

/** In the order in which a person would fill them in. */
const sections: readonly Section[] = [
  { category: "CATALOG", title: "Catalog", about: "Where people look books up.", kind: "CATALOG" },
  {
    category: "INDEXER",
    title: "Indexers",
    about: "Where releases of a book are searched for: all of them at once.",
    kind: "INDEXER",
  },
  { category: "DOWNLOAD_CLIENT", title: "Download client", about: "What fetches a release.", kind: "DOWNLOAD_CLIENT" },
  { category: "PATHS", title: "Folders", about: "Where downloads arrive and where books are put." },
  {
    category: "MEDIA_SERVER",
    title: "Media server",
    about: "What plays the books, and tells when one is there.",
    kind: "MEDIA_SERVER",
  },
  { category: "PLEX", title: "Plex", about: "The Plex account." },
  { category: "AUTOMATION", title: "Automation", about: "How often things are tried." },
  { category: "SYSTEM", title: "System", about: "This server itself." },
];

/** For an admin: every setting, a form for each thing that it is about. */
export function ConfigurationPage() {
  const client = useClient();
  const [{ data, error }, refetch] = useQuery({ query: configurationPage });
  const reload = () => client.query(configurationPage, {}, { requestPolicy: "network-only" }).toPromise();
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="form" count={3} label="Loading the settings" />;
  const shown = sections
    .map((section) => ({
      ...section,
      settings: data.configuration
        .filter(({ category }) => category === section.category)
        .map((entry) => readFragment(settingField, entry)),
    }))
    .filter(({ settings }) => settings.length > 0);
  return (
    <>
      <PageTitle title="Settings" />
      <div className="settings">
        <nav aria-label="Settings">
          {shown.map(({ category, title }) => (
            <a key={category} href={`#${category}`}>
              {title}
            </a>
          ))}
        </nav>
        <div>
          {shown.map(({ category, title, about, kind, settings }) => (
            <section key={category} id={category} aria-labelledby={`${category}-title`}>
              <h2 id={`${category}-title`}>{title}</h2>
              <p className="about">{about}</p>
              {category === "INDEXER" ? (
                <IndexerForms settings={settings} onChanged={reload} />
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
