import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
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
      verdict
      selected
      ...Candidate_DownloadHistory
    }
  }
`);

/** Every release that a search found, best first, with the reasons of its score; what was passed over is folded. */
export function Candidates({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const { id, status, releases } = readFragment(fragment, request);
  const { role, canSelectReleases } = useViewer();
  const isAdmin = role === "ADMIN";
  const select = useSelectRelease();
  const { isBusy, approve } = useDecisions();
  const [approvalRefusal, setApprovalRefusal] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Somebody comes to choose.
  useEffect(() => {
    const show = () => void (location.hash === "#candidates" && heading.current?.focus());
    show();
    window.addEventListener("pushState", show);
    return () => window.removeEventListener("pushState", show);
  }, []);
  const mayApprove = isAdmin && status === "AWAITING_APPROVAL";
  const mayChoose = canSelectReleases && (status === "PENDING" || status === "DOWNLOADING");
  // What there is may also be worth knowing before one asks again.
  const maySearch = canSelectReleases && (status === "FAILED" || (isLive(status) && status !== "PROCESSING"));
  const choose = async (releaseId: string) =>
    mayApprove ? setApprovalRefusal(await approve({ id, releaseId })) : select.run({ requestId: id, releaseId });
  const refusal = approvalRefusal ?? select.refusal;
  const possible = releases.filter(({ verdict, selected }) => selected || verdict === "ACCEPTABLE");
  const refused = releases.filter((release) => !possible.includes(release));
  const rows = (these: typeof releases) =>
    these.map((release) => (
      <Candidate
        key={release.id}
        release={release}
        mayBlock={isAdmin}
        {...(mayApprove || mayChoose
          ? { onChoose: () => void choose(release.id), isBusy: isBusy || select.isBusy }
          : {})}
      />
    ));
  return (
    <section className="candidates" aria-labelledby="candidates">
      <h2 id="candidates" ref={heading} tabIndex={-1}>
        {t("candidates.title")}
      </h2>
      {maySearch && <SearchNow requestId={id} />}
      {possible.length > 0 && <p className="about">{t("candidates.about")}</p>}
      {mayApprove && <p className="about">{t("candidates.toApprove")}</p>}
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      {releases.length === 0 && (
        <p className="nothing">{t(isLive(status) ? "candidates.noneYet" : "candidates.none")}</p>
      )}
      {possible.length > 0 && <CandidateTable>{rows(possible)}</CandidateTable>}
      {refused.length > 0 && (
        // Where nothing else is to be seen it is what one came for.
        <details className="refused-candidates" open={possible.length === 0 || undefined}>
          <summary>{t("candidates.refused", { count: refused.length })}</summary>
          <CandidateTable>{rows(refused)}</CandidateTable>
        </details>
      )}
    </section>
  );
}

function CandidateTable({ children }: { children: ReactNode }) {
  const { t } = useTranslation("requests");
  const columns = ["score", "release", "indexer", "size", "seeders", "actions"] as const;
  return (
    <table role="table" aria-label={t("candidates.title")}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col" className={column}>
              {column === "actions" ? (
                <span className="unseen">{t("candidates.actions")}</span>
              ) : (
                t(`candidates.${column}`)
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
