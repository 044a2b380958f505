import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";

const readLibrary = graphql(`
  mutation ReadLibrary {
    runJob(input: { type: "sync_library" }) {
      id
      status
    }
  }
`);

/** Has the whole library of the media server read now, which otherwise happens every two hours. */
export function ReadLibrary() {
  const { t } = useTranslation("configuration");
  const [{ data, error, fetching }, read] = useMutation(readLibrary);
  return (
    <div className="form-actions read-library">
      <Button onClick={() => read({})} busy={fetching && t("library.beginning")}>
        {t("library.read")}
      </Button>
      <p className="hint" role="status">
        {t(data && !fetching ? "library.begun" : "library.about")}
      </p>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
