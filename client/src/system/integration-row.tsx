import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { Link } from "wouter";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment IntegrationRow_IntegrationState on IntegrationState {
    id
    kind
    label
    isUp
    message
    checkedAt
    changedAt
  }
`);

const testIntegration = graphql(`
  mutation TestSavedIntegration($input: TestIntegrationInput!) {
    testIntegration(input: $input) {
      ok
      message
    }
  }
`);

/** Whether an integration answers, since when, and what it said. What a test finds comes with the live updates. */
export function IntegrationRow({ integration }: { integration: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("system");
  const { id, kind, label, isUp, message, checkedAt, changedAt } = readFragment(fragment, integration);
  const [{ error, fetching }, test] = useMutation(testIntegration);
  const [tone, icon, word] =
    isUp === null
      ? (["over", "clock", "unknown"] as const)
      : isUp
        ? (["shelf", "check", "up"] as const)
        : (["failed", "wifiOff", "down"] as const);
  // indexer.<name>: the first of a kind has none.
  const name = id.split(".")[1] ?? null;
  return (
    <li>
      <div>
        <h3>
          {label} <span className="kind">{t(`kinds.${kind}`)}</span>
        </h3>
        <p className={`status ${tone}`}>
          <Icon name={icon} size={16} />
          <span className="word">{t(`health.${word}`)}</span>
          {isUp !== null && changedAt && (
            <span className="hint">
              {t("health.since")} <RelativeTime time={changedAt} />
            </span>
          )}
        </p>
        {message && <p className="sentence">{message}</p>}
        {isUp !== null && checkedAt && (
          <p className="hint">
            {t("health.asked")} <RelativeTime time={checkedAt} />
          </p>
        )}
        {error && <p className="refusal">{errorMessage(error)}</p>}
      </div>
      <Button
        aria-label={t("health.testOf", { label })}
        busy={fetching && t("health.testing")}
        onClick={() => test({ input: { kind, name } })}
      >
        {t("health.test")}
      </Button>
      <Link href="/settings" className="button quiet" aria-label={t("health.settingsOf", { label })}>
        <Icon name="gear" size={20} />
      </Link>
    </li>
  );
}
