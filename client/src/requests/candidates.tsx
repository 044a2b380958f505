import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { useEffect, useRef, useState } from "react";
import { useViewer } from "../users/viewer.ts";
import { Candidate } from "./candidate.tsx";
import { isLive } from "./request-words.ts";
import { SearchNow } from "./search-now.tsx";
import { useDecisions } from "./use-decisions.ts";
import { useSelectRelease } from "./use-release-mutations.ts";

const fragment = graphql(`
  fragment Candidates_Request on Request {
    id
    version
    status
    releases {
      id
      ...Candidate_DownloadHistory
    }
  }
`);

/** Every release that a search found, best first, with the reasons of its score or of its refusal. */
export function Candidates({ request }: { request: FragmentType<typeof fragment> }) {
  const { id, status, releases } = readFragment(fragment, request);
  const { role, canSelectReleases } = useViewer();
  const isAdmin = role === "ADMIN";
  const select = useSelectRelease();
  const { isBusy, approve } = useDecisions();
  const [approvalRefusal, setApprovalRefusal] = useState<string | null>(null);
  const section = useRef<HTMLElement>(null);
  // Somebody comes from the approvals, to choose.
  useEffect(() => {
    if (location.hash === "#candidates") section.current?.scrollIntoView();
  }, []);
  const mayApprove = isAdmin && status === "AWAITING_APPROVAL";
  const mayChoose = canSelectReleases && (status === "PENDING" || status === "DOWNLOADING");
  // What there is may also be worth knowing before one asks again.
  const maySearch = canSelectReleases && (status === "FAILED" || (isLive(status) && status !== "PROCESSING"));
  const choose = async (releaseId: string) =>
    mayApprove ? setApprovalRefusal(await approve({ id, releaseId })) : select.run({ requestId: id, releaseId });
  const refusal = approvalRefusal ?? select.refusal;
  return (
    <section className="candidates" ref={section} aria-labelledby="candidates">
      <h2 id="candidates">Releases that were found</h2>
      {maySearch && <SearchNow requestId={id} />}
      {releases.length > 0 && <p className="about">Best first. The number is what the ranking made of it.</p>}
      {mayApprove && <p className="about">To take one of them approves the request.</p>}
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      {releases.length === 0 && (
        <p className="nothing">
          {isLive(status) ? "None yet. They appear here with the reasons for and against each." : "None."}
        </p>
      )}
      <ul>
        {releases.map((release) => (
          <Candidate
            key={release.id}
            release={release}
            mayBlock={isAdmin}
            {...(mayApprove || mayChoose
              ? { onChoose: () => choose(release.id), isBusy: isBusy || select.isBusy }
              : {})}
          />
        ))}
      </ul>
    </section>
  );
}
