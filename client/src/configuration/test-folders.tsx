import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { ConfigurationInput } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

const testFolders = graphql(`
  mutation TestFolders($input: TestFoldersInput!) {
    testFolders(input: $input) {
      key
      ok
      message
    }
  }
`);

/** Tries the folders that stand in the form, saved or not: whether they are there, take books, and lie on one disk. */
export function TestFolders({ settings }: { settings: ConfigurationInput[] }) {
  const { t } = useTranslation("configuration");
  const [{ data, error, fetching }, test] = useMutation(testFolders);
  return (
    <>
      <Button onClick={() => test({ input: { settings } })} busy={fetching && t("test.busy")}>
        {t("folders.button")}
      </Button>
      <div role="status" className="test-result">
        {!fetching &&
          data?.testFolders.map(({ key, ok, message }) => (
            <p key={key} className={`status ${ok ? "shelf" : "failed"}`}>
              <Icon name={ok ? "check" : "warning"} size={16} />
              <span>{message}</span>
            </p>
          ))}
        {error && <p className="refusal">{errorMessage(error)}</p>}
      </div>
    </>
  );
}
