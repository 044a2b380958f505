import { Trans, useTranslation } from "react-i18next";
import { Link } from "wouter";
import { bookFacts } from "../audiobooks/book-facts.ts";
import { Cover } from "../audiobooks/cover.tsx";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Avatar } from "../users/avatar.tsx";
import { Decide, type Outcome } from "./decide.tsx";

const fragment = graphql(`
  fragment ApprovalCard_Request on Request {
    id
    version
    status
    createdAt
    user {
      id
      name
      pictureUrl
    }
    audiobook {
      id
      title
      author
      narrator
      coverUrl
      seriesTitle
      seriesPosition
      language
      isAbridged
    }
    ...Decide_Request
  }
`);

interface ApprovalCardProps {
  request: FragmentType<typeof fragment>;
  onOutcome: (outcome: Outcome) => void;
}

/** A request that waits for an admin. Once it is decided it is only hidden: when the server refuses it is back as it was. */
export function ApprovalCard({ request, onOutcome }: ApprovalCardProps) {
  const { t } = useTranslation("requests");
  const card = readFragment(fragment, request);
  const { id, status, createdAt, user, audiobook } = card;
  const facts = bookFacts(audiobook).join(" · ");
  return (
    <li className="approval" hidden={status !== "AWAITING_APPROVAL"}>
      <Cover book={audiobook} />
      <div className="about">
        <h2>
          <Link href={`/requests/${id}`}>{audiobook.title}</Link>
        </h2>
        <p className="byline">
          {audiobook.author}
          {audiobook.narrator && <span>{t("readBy", { name: audiobook.narrator })}</span>}
        </p>
        {facts && <p className="hint">{facts}</p>}
        <p className="asker">
          <Avatar name={user.name} pictureUrl={user.pictureUrl} />
          <span>
            <Trans
              t={t}
              i18nKey="approvals.asked"
              values={{ name: user.name }}
              components={{ b: <b />, time: <RelativeTime time={createdAt} /> }}
            />
          </span>
        </p>
      </div>
      <Decide request={card} onOutcome={onOutcome} />
    </li>
  );
}
