import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import type { NotificationsPageQuery } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { usePages } from "../graphql/use-pages.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { NotificationRow } from "./notification-row.tsx";

const notificationsPage = graphql(`
  query NotificationsPage($after: String) {
    notifications(first: 25, after: $after) {
      nodes {
        id
        ...NotificationRow_Notification
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** For an admin: what was sent to people and channels, and what was not. */
export function NotificationsPage() {
  const { t } = useTranslation("notifications");
  const pages = usePages(notificationsPage, firstPage, readPage);
  const rows = () => {
    if (pages.error) return <QueryProblem error={pages.error} refetch={pages.retry} />;
    if (!pages.isThere) return <Skeleton shape="row" count={4} label={t("loading")} />;
    if (pages.items.length === 0)
      return (
        <EmptyState icon="bell" title={t("emptyTitle")}>
          <p>{t("empty")}</p>
          <Link href="/settings#NOTIFIER" className="button">
            {t("setUp")}
          </Link>
        </EmptyState>
      );
    return (
      <>
        <ul className="list" aria-label={t("list")}>
          {pages.items.map((notification) => (
            <NotificationRow key={notification.id} notification={notification} />
          ))}
        </ul>
        {pages.hasMore && (
          <Button onClick={pages.loadMore} busy={pages.isLoading && t("loadingMore")}>
            {t("more")}
          </Button>
        )}
      </>
    );
  };
  return (
    <div className="notifications">
      <PageTitle title={t("title")}>
        <p className="about">{t("about")}</p>
      </PageTitle>
      {rows()}
    </div>
  );
}

const firstPage = { after: null };

function readPage({ notifications: { nodes, pageInfo } }: NotificationsPageQuery) {
  return { items: nodes, next: pageInfo.hasNextPage ? { after: pageInfo.endCursor } : null };
}
