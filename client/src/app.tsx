import { useEffect, useMemo, useState } from "react";
import { Provider, useQuery } from "urql";
import { Link, Route, Switch } from "wouter";
import { DiscoverPage } from "./audiobooks/discover-page.tsx";
import { ConfigurationPage } from "./configuration/configuration-page.tsx";
import { openGraphqlSession } from "./graphql/client.ts";
import { graphql } from "./graphql/generated/index.ts";
import { QueryProblem } from "./graphql/query-problem.tsx";
import { Layout } from "./layout.tsx";
import { createLiveUpdates, LiveUpdatesContext } from "./live-updates.ts";
import { RequestPage } from "./requests/request-page.tsx";
import { RequestsPage } from "./requests/requests-page.tsx";
import { EmptyState } from "./ui/empty-state.tsx";
import { SetUpPage } from "./users/set-up-page.tsx";
import { SignInPage } from "./users/sign-in-page.tsx";
import { ViewerContext, type Viewer } from "./users/viewer.ts";

const app = graphql(`
  query App {
    setup {
      hasAdmin
    }
    viewer {
      id
      name
      role
    }
  }
`);

/** A visit: it begins anew, with an empty cache, whenever somebody signs in or out, in this tab or in another. */
export function App() {
  const [visit, setVisit] = useState(0);
  const tabs = useMemo(() => new BroadcastChannel("session"), []);
  const beginAnew = () => setVisit((before) => before + 1);
  const tellAll = () => {
    tabs.postMessage("changed");
    beginAnew();
  };
  useEffect(() => {
    tabs.onmessage = beginAnew;
  }, [tabs]);
  return <Visit key={visit} onSessionChange={tellAll} onSignedOut={beginAnew} />;
}

function Visit({ onSessionChange, onSignedOut }: { onSessionChange: () => void; onSignedOut: () => void }) {
  const { client, live } = useMemo(() => {
    // A wrong password is no end of a session: nobody was signed in.
    const session = openGraphqlSession(() => {
      if (session.client.readQuery(app, {})?.data?.viewer) onSignedOut();
    });
    return { client: session.client, live: createLiveUpdates(session.client, session.connection) };
  }, []);
  return (
    <Provider value={client}>
      <LiveUpdatesContext value={live}>
        <FrontOrInside onSessionChange={onSessionChange} />
      </LiveUpdatesContext>
    </Provider>
  );
}

function FrontOrInside({ onSessionChange }: { onSessionChange: () => void }) {
  const [{ data, error }, refetch] = useQuery({ query: app });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return null;
  if (!data.setup.hasAdmin) return <SetUpPage onSignedIn={onSessionChange} />;
  if (!data.viewer) return <SignInPage onSignedIn={onSessionChange} />;
  return (
    <ViewerContext value={data.viewer}>
      <Layout onSignedOut={onSessionChange}>
        <Pages viewer={data.viewer} />
      </Layout>
    </ViewerContext>
  );
}

function Pages({ viewer }: { viewer: Viewer }) {
  return (
    <Switch>
      <Route path="/">
        <DiscoverPage />
      </Route>
      <Route path="/requests">
        <RequestsPage />
      </Route>
      <Route path="/requests/:id">{({ id }) => <RequestPage key={id} id={id} />}</Route>
      {viewer.role === "ADMIN" && (
        <Route path="/settings">
          <ConfigurationPage />
        </Route>
      )}
      <Route>
        <EmptyState icon="search" title="There is nothing at this address">
          <Link href="/">Find a book</Link>
        </EmptyState>
      </Route>
    </Switch>
  );
}
