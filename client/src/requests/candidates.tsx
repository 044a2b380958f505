import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { useViewer } from "../users/viewer.ts";
import { Candidate } from "./candidate.tsx";
import { isLive } from "./request-words.ts";
import { SearchNow } from "./search-now.tsx";
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
  const { role } = useViewer();
  const select = useSelectRelease();
  const mayChoose = status === "PENDING" || status === "DOWNLOADING";
  // What there is may also be worth knowing before one asks again.
  const maySearch = status === "FAILED" || (isLive(status) && status !== "PROCESSING");
  return (
    <section className="candidates" aria-labelledby="candidates">
      <h2 id="candidates">Releases that were found</h2>
      {maySearch && <SearchNow requestId={id} />}
      {releases.length > 0 && <p className="about">Best first. The number is what the ranking made of it.</p>}
      {select.refusal && (
        <p className="refusal" role="alert">
          {select.refusal}
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
            mayBlock={role === "ADMIN"}
            {...(mayChoose
              ? { onChoose: () => select.run({ requestId: id, releaseId: release.id }), isBusy: select.isBusy }
              : {})}
          />
        ))}
      </ul>
    </section>
  );
}
