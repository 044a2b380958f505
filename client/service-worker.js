/**
 * The client without the server: what it is made of is kept, so that it opens and says that there is no connection. What
 * the server knows is never kept. The build writes the list of files, and a hash of it by which a new build is known.
 */
const files = /* the build */ [];
const version = /* the build */ "";
const shell = `shell-${version}`;
/** What is not kept here; covers the browser keeps by itself. */
const passedBy = ["graphql", "covers", "playground", "healthz", "readyz"];

self.addEventListener("install", (event) => {
  // Where the browser can do so, it does not even wait for this program.
  for (const name of passedBy)
    event.addRoutes?.({ condition: { urlPattern: new URLPattern({ pathname: `/${name}*` }) }, source: "network" });
  // The page is asked for anew; whatever else has a hash in its name, or is small.
  const requests = files.map(
    (file) => new Request(file, { cache: file.startsWith("/assets/") ? "default" : "reload" }),
  );
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(requests)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    const old = (await caches.keys()).filter((name) => name !== shell);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (passedBy.some((name) => pathname.startsWith(`/${name}`))) return;
  if (pathname.startsWith("/assets/")) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate") event.respondWith(serverFirst(request, "/index.html"));
  else if (files.includes(pathname)) event.respondWith(serverFirst(request, pathname));
});

/** A message of the server, written by server/integrations/notifiers/web-push.ts. One that comes twice is shown once: it has the same tag. */
self.addEventListener("push", (event) => {
  const { title, body, path, tag } = event.data.json();
  const [icon, badge] = ["/icons/icon-192.png", "/icons/badge-96.png"];
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon, badge, data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data.path));
});

/** Brings a tab of this server to the front with a page of it, or opens one. */
async function show(path) {
  const { origin, href } = new URL(path, location.origin);
  const address = origin === location.origin ? href : location.origin;
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find(({ focused }) => focused) ?? tabs[0];
  if (!tab) return clients.openWindow(address);
  await tab.focus();
  // A tab that this program does not control yet cannot be led anywhere.
  return tab.navigate(address).catch(() => clients.openWindow(address));
}

/** For what never changes under its address. */
async function keptFirst(request) {
  const cache = await caches.open(shell);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) await cache.put(request, answer.clone());
  return answer;
}

/** A new build is seen at once; what is kept stands in for a server that is not there, or whose proxy says so. */
async function serverFirst(request, path) {
  const kept = () => caches.open(shell).then((cache) => cache.match(path));
  try {
    const answer = await fetch(request);
    return answer.status >= 500 ? ((await kept()) ?? answer) : answer;
  } catch (error) {
    const stand = await kept();
    if (stand) return stand;
    throw error;
  }
}
