import { StrictMode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Provider, useQuery } from "urql";
import { Redirect, Router, useRoute, type AroundNavHandler } from "wouter";
import type { OpenGraphqlSession } from "./graphql/client.ts";
import { isServerAway } from "./graphql/error-message.ts";
import { graphql } from "./graphql/generated/index.ts";
import { QueryProblem } from "./graphql/query-problem.tsx";
import { Layout } from "./layout/layout.tsx";
import { OfflineStart } from "./layout/offline-start.tsx";
import { createLiveUpdates, LiveUpdatesContext } from "./live-updates.ts";
import { Pages } from "./pages.tsx";
import { PlexReturn } from "./users/plex-return.tsx";
import { SetUpPage } from "./users/set-up-page.tsx";
import { SignInPage } from "./users/sign-in-page.tsx";
import { ViewerContext } from "./users/viewer.ts";
import { plexReturnPath, wantedPage } from "./users/wanted-page.ts";

const app = graphql(`
  query App {
    setup {
      hasAdmin
      hasPlexSignIn
      ...SetupProgress_Setup
    }
    viewer {
      id
      name
      role
      canSelectReleases
      pictureUrl
    }
  }
`);

interface AppProps {
  openSession: OpenGraphqlSession;
  /** Where it is, when that is not the browser's address: the server writes the start page. */
  path?: string;
}

/** Visits, one after the other: one begins anew, with an empty cache, whenever somebody signs in or out, in this tab or in another. */
export function App({ openSession, path }: AppProps) {
  const [{ number, hasEnded }, setVisit] = useState({ number: 0, hasEnded: false });
  const tabs = useRef<BroadcastChannel>(null);
  const beginAnew = (hasEnded: boolean) => setVisit(({ number }) => ({ number: number + 1, hasEnded }));
  const tellAll = () => {
    tabs.current?.postMessage("changed");
    beginAnew(false);
  };
  useEffect(() => {
    const channel = (tabs.current = new BroadcastChannel("session"));
    channel.onmessage = () => beginAnew(true);
    return () => channel.close();
  }, []);
  const visit = { openSession, hasEnded, onSessionChange: tellAll, onSignedOut: () => beginAnew(true) };
  return (
    <StrictMode>
      <Router ssrPath={path} aroundNav={afterPaint}>
        <Visit key={number} {...visit} />
      </Router>
    </StrictMode>
  );
}

/** A click is seen before the page that it leads to is made. What only changes how the present page is shown is done at once. */
const afterPaint: AroundNavHandler = (navigate, to, options) => {
  const isOtherPage = new URL(to, location.href).pathname !== location.pathname;
  // Who is not seen paints nothing.
  if (!isOtherPage || document.hidden) navigate(to, options);
  else requestAnimationFrame(() => setTimeout(() => navigate(to, options)));
};

interface FrontProps {
  /** The visit before was ended by something else than a click here. */
  hasEnded: boolean;
  onSessionChange: () => void;
}

interface VisitProps extends FrontProps {
  openSession: OpenGraphqlSession;
  onSignedOut: () => void;
}

function Visit({ openSession, onSignedOut, ...front }: VisitProps) {
  const { client, live } = useMemo(() => {
    // A wrong password is no end of a session: nobody was signed in.
    const session = openSession(() => {
      if (session.client.readQuery(app, {})?.data?.viewer) onSignedOut();
    });
    return { client: session.client, live: createLiveUpdates(session.client, session.connection) };
  }, []);
  return (
    <Provider value={client}>
      <LiveUpdatesContext value={live}>
        <FrontOrInside {...front} />
      </LiveUpdatesContext>
    </Provider>
  );
}

function FrontOrInside({ hasEnded, onSessionChange }: FrontProps) {
  const { t } = useTranslation("layout");
  const [isBackFromPlex] = useRoute(plexReturnPath);
  const [{ data, error }, refetch] = useQuery({ query: app });
  if (!data && error && isServerAway(error)) return <OfflineStart error={error} refetch={refetch} />;
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return null;
  const { hasAdmin, hasPlexSignIn: hasPlex } = data.setup;
  if (isBackFromPlex && data.viewer) return <Redirect to={wantedPage()} replace />;
  if (isBackFromPlex) return <PlexReturn hasPlex={hasPlex} onSignedIn={onSessionChange} />;
  if (!hasAdmin) return <SetUpPage onSignedIn={onSessionChange} />;
  if (!data.viewer) {
    const notice = hasEnded ? t("signedOut") : undefined;
    return <SignInPage hasPlex={hasPlex} notice={notice} onSignedIn={onSessionChange} />;
  }
  return (
    <ViewerContext value={data.viewer}>
      <Layout onSignedOut={onSessionChange}>
        <Pages viewer={data.viewer} />
      </Layout>
    </ViewerContext>
  );
}
