import { Trans, useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Cover } from "../audiobooks/cover.tsx";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { DownloadNumbers } from "./download-numbers.tsx";
import { RequestActions } from "./request-actions.tsx";
import { RequestState } from "./request-state.tsx";

/** What a row shows; the live updates bring the same. */
export const requestRow = graphql(`
  fragment RequestRow_Request on Request {
    id
    createdAt
    archivedAt
    updatedAt
    ...RequestState_Request
    ...RequestActions_Request
    user {
      id
      name
    }
    audiobook {
      id
      audibleId
      title
      author
      coverUrl
      availabilityStatus
    }
    downloads {
      id
      ...DownloadNumbers_DownloadHistory
    }
  }
`);

/** One request in the list. @param isOthers says whose it is, where the list has those of several people. */
export function RequestRow({ request, isOthers }: { request: FragmentType<typeof requestRow>; isOthers: boolean }) {
  const { t } = useTranslation("requests");
  const row = readFragment(requestRow, request);
  const { id, createdAt, user, audiobook, downloads } = row;
  const current = downloads.at(-1);
  return (
    <li className="request-row">
      <Cover book={audiobook} />
      <div className="about">
        <h3>
          <Link href={`/requests/${id}`}>{audiobook.title}</Link>
        </h3>
        <p className="byline">
          {audiobook.author}
          <span className="asked">
            <Trans
              t={t}
              i18nKey={isOthers ? "askedBy" : "asked"}
              values={{ name: user.name }}
              components={{ time: <RelativeTime time={createdAt} /> }}
            />
          </span>
        </p>
        <RequestState request={row} on="row" />
        {current && <DownloadNumbers download={current} />}
      </div>
      <RequestActions request={row} />
    </li>
  );
}
