import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { graphql } from "../graphql/generated/index.ts";
import { useLiveUpdates } from "../live-updates.ts";
import { useWaitingCount } from "../requests/use-waiting-count.ts";
import { Toasts } from "../ui/toasts.tsx";
import { useViewer } from "../users/viewer.ts";
import { BottomBar } from "./bottom-bar.tsx";
import { Choices } from "./choices.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { PaletteButton } from "./palette/palette-button.tsx";
import { SideBar } from "./side-bar.tsx";
import { useSignOut } from "./use-sign-out.ts";

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

/** What surrounds every page: where one can go, who one is, and whether the server is there. */
export function Layout({ onSignedOut, children }: { onSignedOut: () => void; children: ReactNode }) {
  const { t } = useTranslation("layout");
  const { role } = useViewer();
  const waiting = useWaitingCount(role === "ADMIN");
  const live = useLiveUpdates();
  const signOut = useSignOut(onSignedOut);
  useEffect(() => live.follow(requestChanged, {}), [live]);
  useTopOfPage();
  return (
    <>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <div className="frame">
        <SideBar waiting={waiting} palette={<PaletteButton leave={signOut.leave} />}>
          <Choices {...signOut} />
        </SideBar>
        <div className="content">
          <ConnectionBanner />
          <main id="main" tabIndex={-1}>
            {children}
          </main>
        </div>
        <BottomBar waiting={waiting}>
          <Choices {...signOut} />
        </BottomBar>
      </div>
      <Toasts />
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
