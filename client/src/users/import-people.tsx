import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";

const importPlexUsers = graphql(`
  mutation ImportPlexUsers {
    importPlexUsers {
      id
    }
  }
`);

/** Makes everybody known with whom the Plex server is shared, so that it can be said beforehand what they may. */
export function ImportPeople() {
  const { t } = useTranslation("users");
  const [{ data, error, fetching }, importAll] = useMutation(importPlexUsers);
  return (
    <div className="import-people">
      <Button icon="plex" onClick={() => importAll({})} busy={fetching && t("plexImport.busy")}>
        {t("plexImport.button")}
      </Button>
      <p role="status">{data && !fetching && t("plexImport.done", { count: data.importPlexUsers.length })}</p>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
