/** A page that was open while a new build was put in its place, and one that opens without the server. */

/** A second time within so long has another reason than a new build. */
const againMs = 10_000;

/** By then the first page is there on most machines. */
const settledMs = 5_000;

/** Loads the page anew when a part of its program is not there any more: the server has a newer build. */
export function reloadForNewBuild(): void {
  window.addEventListener("vite:preloadError", () => {
    const before = Number(sessionStorage.getItem("reloadedAt"));
    if (!navigator.onLine || Date.now() - before < againMs) return;
    sessionStorage.setItem("reloadedAt", String(Date.now()));
    location.reload();
  });
}

/** Has the service worker keep the client for when there is no connection. While it is developed nothing is kept. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // It fetches the whole client, which is not to be in the way of the first page.
  const keep = () => {
    // Where it may not be, as without https, everything works but this.
    navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
  };
  window.addEventListener("load", () => setTimeout(keep, settledMs));
}
