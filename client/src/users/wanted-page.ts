/** Where somebody wanted to go before plex.tv was in between: kept by the tab, which leaves this page and comes back to it. */

const place = "wanted-page";

/** Where plex.tv sends the browser back to; the server gives it this address. */
export const plexReturnPath = "/sign-in/plex";

/** Keeps the present page; on the way back from plex.tv the one that was kept before. */
export function keepWantedPage(): void {
  if (location.pathname === plexReturnPath) return;
  try {
    sessionStorage.setItem(place, location.pathname + location.search);
  } catch {
    // Storage may be forbidden: then it goes on at the start.
  }
}

/** @returns a path of this client, "/" when none is known. */
export function wantedPage(): string {
  try {
    return sessionStorage.getItem(place) ?? "/";
  } catch {
    return "/";
  }
}
