import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { useViewer } from "../users/viewer.ts";
import { Decide, type Outcome } from "./decide.tsx";

const fragment = graphql(`
  fragment Decision_Request on Request {
    id
    version
    status
    createdAt
    decidedAt
    decisionReason
    decidedBy {
      id
      name
    }
    user {
      id
      name
    }
    ...Decide_Request
  }
`);

/** Who decided on a request, when and why; for an admin what decides on it while it waits. */
export function Decision({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const decision = readFragment(fragment, request);
  const { status, createdAt, decidedAt, decisionReason, decidedBy, user } = decision;
  const { role } = useViewer();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const admin = decidedBy?.name ?? t("decision.anAdmin");
  const isDenied = status === "DENIED";
  return (
    <>
      {status === "AWAITING_APPROVAL" && role === "ADMIN" && <Decide request={decision} onOutcome={setOutcome} />}
      {outcome?.isRefused && (
        <p className="refusal" role="alert">
          {outcome.sentence}
        </p>
      )}
      {decidedAt && (
        <p className="sentence">
          {/* An admin who asks in somebody's name decides at the moment of asking. */}
          {decidedAt === createdAt
            ? t("decision.askedForBy", { admin, name: user.name })
            : t(isDenied ? "decision.deniedBy" : "decision.approvedBy", { admin })}{" "}
          <RelativeTime time={decidedAt} />
          {decisionReason && !isDenied ? `: “${decisionReason}”` : "."}
          {isDenied && ` ${t("decision.anew")}`}
        </p>
      )}
    </>
  );
}
