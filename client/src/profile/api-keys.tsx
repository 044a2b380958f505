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
  const keys = readFragment(fragment, apiKeys);
  const isGood = ({ revokedAt, expiresAt }: (typeof keys)[number]) =>
    revokedAt === null && (expiresAt === null || new Date(expiresAt) > new Date());
  const good = keys.filter(isGood);
  const ended = keys.filter((key) => !isGood(key));
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      <p className="about">
        A key lets a script act as you, over <a href="/playground">GraphQL</a>. Give each script one of its own.
      </p>
      {good.length > 0 ? (
        <ul className="credentials">
          {good.map((key) => (
            <ApiKey key={key.id} apiKey={key} />
          ))}
        </ul>
      ) : (
        <p className="none">No key of yours works at the moment.</p>
      )}
      <NewApiKey />
      {ended.length > 0 && (
        <details className="ended">
          <summary>
            {ended.length === 1 ? "One key that does" : `${ended.length} keys that do`} not work any more
          </summary>
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
