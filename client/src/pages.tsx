import { lazy, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch, useLocation } from "wouter";
import { kinPaths, nameOfParam, type Kinship } from "./audiobooks/addresses.ts";
import { DiscoverPage } from "./audiobooks/discover-page.tsx";
import { PageBoundary } from "./layout/page-boundary.tsx";
import { EmptyState } from "./ui/empty-state.tsx";
import type { Viewer } from "./users/viewer.ts";

/** The program of a page is loaded when somebody goes there; that of the first one is there from the start. */
function page<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await load() }));
}

const KnownBookPage = page(async () => (await import("./audiobooks/book-page.tsx")).KnownBookPage);
const CatalogBookPage = page(async () => (await import("./audiobooks/book-page.tsx")).CatalogBookPage);
const KinPage = page(async () => (await import("./audiobooks/kin-page.tsx")).KinPage);
const RequestsPage = page(async () => (await import("./requests/requests-page.tsx")).RequestsPage);
const RequestPage = page(async () => (await import("./requests/request-page.tsx")).RequestPage);
const ProfilePage = page(async () => (await import("./profile/profile-page.tsx")).ProfilePage);
const ApprovalsPage = page(async () => (await import("./requests/approvals-page.tsx")).ApprovalsPage);
const PeoplePage = page(async () => (await import("./users/people-page.tsx")).PeoplePage);
const AuditPage = page(async () => (await import("./audit/audit-page.tsx")).AuditPage);
const DashboardPage = page(async () => (await import("./system/dashboard-page.tsx")).DashboardPage);
const SystemPage = page(async () => (await import("./system/system-page.tsx")).SystemPage);
const AnalyticsPage = page(async () => (await import("./system/analytics-page.tsx")).AnalyticsPage);
const RetentionPage = page(async () => (await import("./system/retention-page.tsx")).RetentionPage);
const JobsPage = page(async () => (await import("./jobs/jobs-page.tsx")).JobsPage);
const JobPage = page(async () => (await import("./jobs/job-page.tsx")).JobPage);
const EncryptionPage = page(async () => (await import("./security/encryption-page.tsx")).EncryptionPage);
const BackupsPage = page(async () => (await import("./backup/backups-page.tsx")).BackupsPage);
const NotificationsPage = page(async () => (await import("./notifications/notifications-page.tsx")).NotificationsPage);
const SetUpSteps = page(async () => (await import("./configuration/set-up-page.tsx")).SetUpSteps);
const ConfigurationPage = page(async () => (await import("./configuration/configuration-page.tsx")).ConfigurationPage);

/** For everybody: address → page. */
const pages: Readonly<Record<string, ComponentType>> = {
  "/": DiscoverPage,
  "/requests": RequestsPage,
  "/profile": ProfilePage,
};

/** For admins; to others there is nothing at these addresses. */
const pagesOfAdmins: Readonly<Record<string, ComponentType>> = {
  "/dashboard": DashboardPage,
  "/approvals": ApprovalsPage,
  "/jobs": JobsPage,
  "/audit": AuditPage,
  "/people": PeoplePage,
  "/settings": ConfigurationPage,
  "/encryption": EncryptionPage,
  "/analytics": AnalyticsPage,
  "/retention": RetentionPage,
  "/backups": BackupsPage,
  "/notifications": NotificationsPage,
  "/system": SystemPage,
  "/set-up": SetUpSteps,
};

/** The page at the present address. Where one leads to from anywhere is said in layout/navigation.ts. */
export function Pages({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation("layout");
  const [path] = useLocation();
  const simple = Object.entries({ ...pages, ...(viewer.role === "ADMIN" ? pagesOfAdmins : {}) });
  return (
    // What has failed at one address has not at another.
    <PageBoundary key={path}>
      <Switch>
        {simple.map(([path, Page]) => (
          <Route key={path} path={path}>
            <Page />
          </Route>
        ))}
        <Route path="/books/:id">{({ id }) => <KnownBookPage id={id} />}</Route>
        <Route path="/catalog/:id">{({ id }) => <CatalogBookPage audibleId={nameOfParam(id)} />}</Route>
        {Object.entries(kinPaths).map(([kinship, path]) => (
          <Route key={path} path={`${path}/:name`}>
            {({ name }) => <KinPage kinship={kinship as Kinship} name={nameOfParam(name)} />}
          </Route>
        ))}
        <Route path="/requests/:id">{({ id }) => <RequestPage id={id} />}</Route>
        {viewer.role === "ADMIN" && <Route path="/jobs/:id">{({ id }) => <JobPage key={id} id={id} />}</Route>}
        <Route>
          <EmptyState icon="search" title={t("nothingHere")} isPage>
            <Link href="/">{t("findABook")}</Link>
          </EmptyState>
        </Route>
      </Switch>
    </PageBoundary>
  );
}
