import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import type { RequestStatus } from "../graphql/generated/graphql.ts";
import { PageTitle } from "../ui/page-title.tsx";
import { useViewer } from "../users/viewer.ts";
import { GroupedRequests } from "./grouped-requests.tsx";
import { PersonFilter } from "./person-filter.tsx";
import { RequestList } from "./request-list.tsx";

/** What `?show=` may say, beside `all`. */
const views = {
  waiting: ["AWAITING_APPROVAL"],
  moving: ["PENDING", "SEARCHING", "DOWNLOADING", "PROCESSING"],
  trouble: ["FAILED", "DENIED"],
  done: ["COMPLETED"],
  over: ["CANCELLED"],
  archived: ["COMPLETED"],
} as const satisfies Record<string, readonly RequestStatus[]>;
type View = keyof typeof views;
const names = ["all", ...(Object.keys(views) as View[])] as const;

/** The viewer's requests, live; an admin's: everybody's, or one person's. The address holds what is shown. */
export function RequestsPage() {
  const { t } = useTranslation("requests");
  const { role } = useViewer();
  const [params] = useSearchParams();
  const isAdmin = role === "ADMIN";
  const person = isAdmin ? params.get("person") : null;
  const show = names.find((name) => name === params.get("show")) ?? "all";
  const addressOf = (name: (typeof names)[number]) => {
    const next = new URLSearchParams({ ...(name === "all" ? {} : { show: name }), ...(person ? { person } : {}) });
    return next.size > 0 ? `/requests?${next}` : "/requests";
  };
  return (
    <>
      <PageTitle title={t(isAdmin ? "allRequests" : "yourRequests")} />
      {isAdmin && <PersonFilter />}
      <nav className="views" aria-label={t("whichRequests")}>
        {names.map((name) => (
          <Link key={name} href={addressOf(name)} aria-current={name === show ? "page" : undefined}>
            {t(`view.${name}`)}
          </Link>
        ))}
      </nav>
      {show === "all" ? (
        <GroupedRequests key={person} userId={person} allDone={addressOf("done")} />
      ) : (
        <RequestList
          key={`${show} ${person}`}
          filter={{
            status: [...views[show]],
            ...(show === "archived" ? { scope: "ARCHIVED" } : {}),
            ...(person ? { userId: person } : {}),
          }}
          after={null}
          empty={t(`empty.${show}`)}
        />
      )}
    </>
  );
}
