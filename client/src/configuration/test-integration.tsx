import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { ConfigurationInput, IntegrationKind } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

const testIntegration = graphql(`
  mutation TestIntegration($input: TestIntegrationInput!) {
    testIntegration(input: $input) {
      ok
      message
      version
    }
  }
`);

interface TestIntegrationProps {
  kind: IntegrationKind;
  /** Which one of the kind; null: the first. */
  name: string | null;
  settings: ConfigurationInput[];
}

/** Tries what stands in the form, saved or not, and says what was answered. */
export function TestIntegration({ kind, name, settings }: TestIntegrationProps) {
  const { t } = useTranslation("configuration");
  const [{ data, error, fetching }, test] = useMutation(testIntegration);
  const result = data?.testIntegration;
  return (
    <>
      <Button onClick={() => test({ input: { kind, name, settings } })} busy={fetching && t("test.busy")}>
        {t("test.button")}
      </Button>
      <div role="status" className="test-result">
        {result && !fetching && (
          <p className={`status ${result.ok ? "shelf" : "failed"}`}>
            <Icon name={result.ok ? "check" : "warning"} size={16} />
            <span>
              {result.version
                ? t("test.version", { message: result.message, version: result.version })
                : result.message}
            </span>
          </p>
        )}
        {error && <p className="refusal">{errorMessage(error)}</p>}
      </div>
    </>
  );
}
