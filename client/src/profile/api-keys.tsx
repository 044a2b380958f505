import { Trans, useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { ApiKey } from "./api-key.tsx";
import { NewApiKey } from "./new-api-key.tsx";

const fragment = graphql(`
  fragment ApiKeys_ApiKey on ApiKey {
    id
    revokedAt
    expiresAt
    ...ApiKey_ApiKey
  }
`);

/** The keys of one's scripts: those that work, how to make one, and those that do not work any more. */
export function ApiKeys({ apiKeys }: { apiKeys: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("profile");
  const keys = readFragment(fragment, apiKeys);
  const isGood = ({ revokedAt, expiresAt }: (typeof keys)[number]) =>
    revokedAt === null && (expiresAt === null || new Date(expiresAt) > new Date());
  const good = keys.filter(isGood);
  const ended = keys.filter((key) => !isGood(key));
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">{t("keys.title")}</h2>
      <p className="about">
        <Trans t={t} i18nKey="keys.about">
          A key over <a href="/playground">GraphQL</a>
        </Trans>
      </p>
      {good.length > 0 ? (
        <ul className="credentials">
          {good.map((key) => (
            <ApiKey key={key.id} apiKey={key} />
          ))}
        </ul>
      ) : (
        <p className="none">{t("keys.none")}</p>
      )}
      <NewApiKey />
      {ended.length > 0 && (
        <details className="ended">
          <summary>{t("keys.ended", { count: ended.length })}</summary>
          <ul className="credentials">
            {ended.map((key) => (
              <ApiKey key={key.id} apiKey={key} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
