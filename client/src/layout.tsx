import { useEffect, useRef, type ReactNode } from "react";
import { useMutation } from "urql";
import { Link, useLocation } from "wouter";
import { graphql } from "./graphql/generated/index.ts";
import { useIsConnectionLost, useLiveUpdates } from "./live-updates.ts";
import { useWaitingCount } from "./requests/use-waiting-count.ts";
import { Button } from "./ui/button.tsx";
import { Icon, type IconName } from "./ui/icon.tsx";
import { ThemeToggle } from "./ui/theme-toggle.tsx";
import { Wordmark } from "./ui/wordmark.tsx";
import { Avatar } from "./users/avatar.tsx";
import { useViewer } from "./users/viewer.ts";

const requestChanged = graphql(`
  subscription RequestChanged($after: String) {
    requestChanged(after: $after) {
      cursor
      request {
        ...RequestRow_Request
      }
    }
  }
`);

const signOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

/** What surrounds every page: where one can go, who one is, and whether the server is there. */
export function Layout({ onSignedOut, children }: { onSignedOut: () => void; children: ReactNode }) {
  const { name, role, avatarUrl } = useViewer();
  const isAdmin = role === "ADMIN";
  const waitingCount = useWaitingCount(isAdmin);
  const live = useLiveUpdates();
  const [{ fetching }, executeSignOut] = useMutation(signOut);
  useEffect(() => live.follow(requestChanged, {}), [live]);
  useTopOfPage();
  const leave = async () => {
    const { data } = await executeSignOut({});
    if (data) onSignedOut();
  };
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link href="/" className="home" aria-label="ReadMeABook, to the start">
          <Wordmark />
        </Link>
        <nav aria-label="Pages">
          <PageLink href="/" icon="search" label="Discover" />
          <PageLink href="/requests" icon="list" label="Requests" />
          {isAdmin && <PageLink href="/approvals" icon="check" label="Approvals" count={waitingCount} />}
          {isAdmin && <PageLink href="/audit" icon="clock" label="Audit" />}
          {isAdmin && <PageLink href="/settings" icon="gear" label="Settings" />}
        </nav>
        <div className="who">
          <Link href="/profile" className="me" aria-label={`${name}, your profile`} title={`Signed in as ${name}`}>
            <Avatar name={name} avatarUrl={avatarUrl} />
            <span>{name}</span>
          </Link>
          <ThemeToggle />
          <Button
            kind="quiet"
            icon="signOut"
            onClick={leave}
            busy={fetching && "Signing out…"}
            aria-label={`Sign out, ${name}`}
            title="Sign out"
          />
        </div>
      </header>
      <ConnectionBanner />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** A new page begins at its top; one that somebody goes back to is where it was left. */
function useTopOfPage(): void {
  const [path] = useLocation();
  const isGoingBack = useRef(false);
  useEffect(() => {
    const note = () => void (isGoingBack.current = true);
    window.addEventListener("popstate", note);
    return () => window.removeEventListener("popstate", note);
  }, []);
  useEffect(() => {
    if (!isGoingBack.current && !location.hash) window.scrollTo(0, 0);
    isGoingBack.current = false;
  }, [path]);
}

interface PageLinkProps {
  href: string;
  icon: IconName;
  label: string;
  /** How much waits there. */
  count?: string | null;
}

function PageLink({ href, icon, label, count = null }: PageLinkProps) {
  const [location] = useLocation();
  const isHere = href === "/" ? location === "/" : location.startsWith(href);
  return (
    <Link href={href} aria-current={isHere ? "page" : undefined}>
      <Icon name={icon} />
      {label}
      {count && <span className="count">{count}</span>}
    </Link>
  );
}

function ConnectionBanner() {
  const isLost = useIsConnectionLost();
  return (
    <div role="status" className="connection">
      {isLost && (
        <p>
          <Icon name="wifiOff" />
          Not connected. Trying again…
        </p>
      )}
    </div>
  );
}
