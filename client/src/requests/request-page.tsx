import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { Link } from "wouter";
import { bookFacts } from "../audiobooks/book-facts.ts";
import { Cover, hueOf } from "../audiobooks/cover.tsx";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { useGap, useLiveUpdates } from "../live-updates.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatDuration } from "../ui/format.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useViewer } from "../users/viewer.ts";
import { Administration } from "./administration.tsx";
import { Candidates } from "./candidates.tsx";
import { Decision } from "./decision.tsx";
import { DeliveryFacts } from "./delivery-facts.tsx";
import { DownloadNumbers } from "./download-numbers.tsx";
import { Journey } from "./journey.tsx";
import { ProgressAnnouncer } from "./progress-announcer.tsx";
import { RequestActions } from "./request-actions.tsx";
import { RequestJobs } from "./request-jobs.tsx";
import { RequestState, requestState } from "./request-state.tsx";
import { Timeline } from "./timeline.tsx";
import { WhyItWaits } from "./why-it-waits.tsx";

const requestPage = graphql(`
  query RequestPage($id: ID!) {
    request(id: $id) {
      ...RequestDetails_Request
    }
  }
`);

const requestPageChanged = graphql(`
  subscription RequestPageChanged($id: ID!, $after: String) {
    requestChanged(id: $id, after: $after) {
      cursor
      request {
        ...RequestDetails_Request
      }
    }
  }
`);

const requestDetails = graphql(`
  fragment RequestDetails_Request on Request {
    id
    version
    ...RequestState_Request
    ...RequestActions_Request
    ...WhyItWaits_Request
    ...Timeline_Request
    ...Candidates_Request
    ...Decision_Request
    ...DeliveryFacts_Request
    ...Administration_Request
    audiobook {
      id
      title
      author
      narrator
      description
      durationMinutes
      coverUrl
      seriesTitle
      seriesPosition
      language
      isAbridged
    }
    downloads {
      id
      ...DownloadNumbers_DownloadHistory
    }
  }
`);

/** One request: how it stands, what has happened, and what there was to choose from. */
export function RequestPage({ id }: { id: string }) {
  const { t } = useTranslation("requests");
  const live = useLiveUpdates();
  const [{ data, error }, refetch] = useQuery({ query: requestPage, variables: { id } });
  const refetchNow = () => refetch({ requestPolicy: "network-only" });
  useEffect(() => live.follow(requestPageChanged, { id }), [live, id]);
  useGap(refetchNow);

  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="page" label={t("loadingRequest")} />;
  if (!data.request) {
    return (
      <EmptyState icon="search" title={t("noSuch")} isPage>
        <p>{t("noSuchHint")}</p>
        <Link href="/requests">{t("toYours")}</Link>
      </EmptyState>
    );
  }
  return <RequestDetails request={data.request} />;
}

function RequestDetails({ request }: { request: FragmentType<typeof requestDetails> }) {
  const { t } = useTranslation("requests");
  const details = readFragment(requestDetails, request);
  const state = readFragment(requestState, details);
  const { id, version, audiobook, downloads } = details;
  const current = downloads.at(-1);
  const { role } = useViewer();
  return (
    <article className="request-page">
      <ProgressAnnouncer request={details} title={audiobook.title} />
      <div className="hero" style={{ "--hue": hueOf(audiobook.title) } as React.CSSProperties}>
        {audiobook.coverUrl && <img className="tint" src={`${audiobook.coverUrl}?width=160`} alt="" />}
        <Cover book={audiobook} />
        <div className="about">
          <PageTitle title={audiobook.title} />
          <p className="byline">
            {audiobook.author}
            {audiobook.narrator && <span>{t("readBy", { name: audiobook.narrator })}</span>}
            {audiobook.durationMinutes && <span>{formatDuration(audiobook.durationMinutes * 60)}</span>}
            {bookFacts(audiobook).map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </p>
          <RequestState request={details} on="page" />
          {current && <DownloadNumbers download={current} />}
          <Decision request={details} />
          <RequestActions request={details} hasRemedies={false} />
        </div>
      </div>
      <Journey state={state} size="full" />
      <WhyItWaits request={details} />
      {audiobook.description && <p className="description">{audiobook.description}</p>}
      <div className="columns">
        <Timeline request={details} />
        <DeliveryFacts request={details} />
      </div>
      <Candidates request={details} />
      {role === "ADMIN" && <RequestJobs requestId={id} version={version} />}
      {role === "ADMIN" && <Administration request={details} />}
    </article>
  );
}
