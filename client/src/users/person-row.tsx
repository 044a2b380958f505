import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { PersonRow_UserFragment } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { formatNumber } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Avatar } from "./avatar.tsx";
import type { Defaults } from "./people-page.tsx";
import { PersonAccess } from "./person-access.tsx";
import { PersonLimits } from "./person-limits.tsx";
import { useViewer } from "./viewer.ts";

const fragment = graphql(`
  fragment PersonRow_User on User {
    id
    name
    username
    plexId
    plexEmail
    pictureUrl
    role
    lastSeenAt
    deactivatedAt
    requestCount
    needsApproval
    canSelectReleases
    quota {
      most
      days
      used
    }
    ...PersonLimits_User
    ...PersonAccess_User
  }
`);

interface PersonRowProps {
  person: FragmentType<typeof fragment>;
  defaults: Defaults;
}

/** One person: who it is, what it comes to what they may, and on demand how to change it. */
export function PersonRow({ person, defaults }: PersonRowProps) {
  const { t } = useTranslation("users");
  const viewer = useViewer();
  const row = readFragment(fragment, person);
  const { id, name, pictureUrl, role, deactivatedAt } = row;
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.querySelector("button")?.focus();
  };
  return (
    <li className={deactivatedAt ? "person is-deactivated" : "person"}>
      <div className="person-row">
        <Avatar name={name} pictureUrl={pictureUrl} />
        <div className="who-it-is">
          <h2>
            {name}
            {id === viewer.id && <span className="badge">{t("person.you")}</span>}
            {role === "ADMIN" && <span className="badge">{t("person.admin")}</span>}
          </h2>
          <Identity person={row} />
        </div>
        <Standing person={row} />
        <div ref={opener}>
          <Button
            aria-expanded={isOpen}
            aria-label={isOpen ? t("person.close") : t("person.changeOf", { name })}
            onClick={() => (isOpen ? close() : setOpen(true))}
          >
            {isOpen ? t("person.close") : t("person.change")}
          </Button>
        </div>
      </div>
      {isOpen && (
        <div className="person-panel" role="group" aria-label={t("limits.label", { name })}>
          <PersonLimits person={row} defaults={defaults} onSaved={close} />
          <PersonAccess person={row} />
        </div>
      )}
    </li>
  );
}

/** How they sign in, and when they were here last. */
function Identity({ person }: { person: PersonRow_UserFragment }) {
  const { t } = useTranslation("users");
  const { username, plexId, plexEmail, lastSeenAt, deactivatedAt } = person;
  return (
    <p className="facts">
      {deactivatedAt && (
        <span className="status failed">
          <Icon name="cross" size={14} />
          {t("person.deactivated")}
        </span>
      )}
      <span>{t(`person.${plexId && username ? "both" : plexId ? "plex" : "local"}`)}</span>
      {plexEmail && <span>{plexEmail}</span>}
      <span>
        {lastSeenAt ? (
          <>
            {t("person.seen")} <RelativeTime time={lastSeenAt} />
          </>
        ) : (
          t("person.neverSeen")
        )}
      </span>
    </p>
  );
}

/** What they have asked for, and what it comes to what they may. */
function Standing({ person }: { person: PersonRow_UserFragment }) {
  const { t } = useTranslation("users");
  const { name, requestCount, quota, needsApproval, canSelectReleases, role } = person;
  const count = requestCount ?? 0;
  const isUsedUp = quota !== null && quota.most > 0 && quota.used >= quota.most;
  return (
    <ul className="standing">
      <li className="number">{t("person.requests", { count, shown: formatNumber(count) })}</li>
      <li className={isUsedUp ? "number status waits" : "number"}>
        {isUsedUp && <Icon name="clock" size={14} />}
        <span title={isUsedUp ? t("person.quotaUsed", { name }) : undefined}>
          {quota && quota.most > 0
            ? t("person.quota", { count: quota.days, used: formatNumber(quota.used), most: formatNumber(quota.most) })
            : t("person.anyNumber")}
        </span>
      </li>
      <li>{t(needsApproval ? "person.approves" : "person.starts")}</li>
      {canSelectReleases && role !== "ADMIN" && <li>{t("person.picks")}</li>}
    </ul>
  );
}
