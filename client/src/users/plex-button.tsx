import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { keepWantedPage } from "./wanted-page.ts";

const beginPlexSignIn = graphql(`
  mutation BeginPlexSignIn {
    beginPlexSignIn {
      url
    }
  }
`);

/** Leaves for plex.tv, which sends the browser back to plex-return.tsx. */
export function PlexButton({ label }: { label: string }) {
  const { t } = useTranslation("users");
  const [{ fetching, error }, begin] = useMutation(beginPlexSignIn);
  const leave = async () => {
    const { data } = await begin({});
    if (!data) return;
    keepWantedPage();
    location.assign(data.beginPlexSignIn.url);
  };
  return (
    <div className="plex-button">
      <Button kind="primary" icon="plex" onClick={leave} busy={fetching && t("front.goingToPlex")}>
        {label}
      </Button>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
