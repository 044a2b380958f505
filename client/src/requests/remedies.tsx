import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { useViewer } from "../users/viewer.ts";
import { remedyOf } from "./blocker-remedies.ts";
import { useRetryRequest } from "./use-request-mutations.ts";

const fragment = graphql(`
  fragment Remedies_Request on Request {
    id
    version
    blocker {
      kind
    }
    audiobook {
      id
      title
    }
  }
`);

/** The buttons that help a request on that waits, as far as the viewer may press them; nothing while it does not wait. */
export function Remedies({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const { id, blocker, audiobook } = readFragment(fragment, request);
  const { role, canSelectReleases } = useViewer();
  const retry = useRetryRequest();
  if (!blocker) return null;
  const { settings, hasCandidates, isSearch } = remedyOf(blocker.kind);
  const { title } = audiobook;
  return (
    <>
      {settings && role === "ADMIN" && (
        <Link className="button plain" href={`/settings#${settings}`}>
          {t(`remedy.${settings}`)}
        </Link>
      )}
      {hasCandidates && canSelectReleases && (
        <Link className="button plain" href={`/requests/${id}#candidates`}>
          {t("remedy.candidates")}
        </Link>
      )}
      <Button
        onClick={() => retry.run(id)}
        busy={retry.isBusy && t("trying")}
        aria-label={t(isSearch ? "remedy.searchOf" : "remedy.retryOf", { title })}
      >
        {t(isSearch ? "remedy.search" : "remedy.retry")}
      </Button>
      {retry.refusal && (
        <p className="refusal" role="alert">
          {retry.refusal}
        </p>
      )}
    </>
  );
}
