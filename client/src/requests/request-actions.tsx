import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { isLive } from "./request-words.ts";
import { Remedies } from "./remedies.tsx";
import { useAskAgain, useCancelRequest } from "./use-request-mutations.ts";

const fragment = graphql(`
  fragment RequestActions_Request on Request {
    id
    version
    status
    user {
      id
    }
    audiobook {
      id
      title
    }
    ...Remedies_Request
  }
`);

interface RequestActionsProps {
  request: FragmentType<typeof fragment>;
  /** Where it is said elsewhere what helps against a blocker. */
  hasRemedies?: boolean;
}

/** What can be done with a request as it stands: ask again, help it on, take it back. */
export function RequestActions({ request, hasRemedies = true }: RequestActionsProps) {
  const { t } = useTranslation("requests");
  const actions = readFragment(fragment, request);
  const { id, status, user, audiobook } = actions;
  const { title } = audiobook;
  const cancel = useCancelRequest();
  const again = useAskAgain();
  const refusal = cancel.refusal ?? again.refusal;
  return (
    <div className="request-actions">
      {(status === "FAILED" || status === "CANCELLED" || status === "DENIED") && (
        <Button
          onClick={() => again.run({ id, status, userId: user.id, audiobookId: audiobook.id })}
          busy={again.isBusy && t("asking")}
          aria-label={t("againFor", { title })}
        >
          {t("again")}
        </Button>
      )}
      {hasRemedies && <Remedies request={actions} />}
      {isLive(status) && (
        <Button
          kind="quiet"
          onClick={() => cancel.run({ id, title })}
          busy={cancel.isBusy && t("cancelling")}
          aria-label={t("cancelFor", { title })}
        >
          {t("cancel")}
        </Button>
      )}
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}
