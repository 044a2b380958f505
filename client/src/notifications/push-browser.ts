/** What this browser has to do with push messages. The server has what it says in GraphQL; this is the browser's own side. */

/** Why this browser shows nothing, whatever its person wants. */
export type Obstacle = "insecure" | "notInstalled" | "unsupported" | "denied";

/** @returns null when nothing is in the way. */
export function findObstacle(): Obstacle | null {
  if (!window.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    // An iPad calls itself a Mac, one that is touched.
    const isApple = /iPhone|iPad/.test(navigator.userAgent) || /Mac/.test(navigator.userAgent);
    return isApple && navigator.maxTouchPoints > 1 ? "notInstalled" : "unsupported";
  }
  return Notification.permission === "denied" ? "denied" : null;
}

/** What the browser is subscribed with; null when it is not. */
export async function findSubscription(): Promise<PushSubscription | null> {
  if (findObstacle() !== null) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * Asks the person, and the browser's push service.
 * @param publicKey of the server. @returns null when the person does not want it.
 */
export async function subscribe(publicKey: string): Promise<PushSubscription | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  await navigator.serviceWorker.register("/service-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  if (known && keyOf(known) === publicKey) return known;
  // The server has another key by now, and its messages would not be taken.
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

/** Nothing reaches this browser any more: its push service says so to whoever tries. */
export async function unsubscribe(): Promise<void> {
  await (await findSubscription())?.unsubscribe();
}

/** @returns by which the server and the browser both know the subscription. */
export async function fingerprintOf({ endpoint }: PushSubscription): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @returns what the server has to be told of it. */
export function keysOf(subscription: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  const { p256dh = "", auth = "" } = subscription.toJSON().keys ?? {};
  return { endpoint: subscription.endpoint, p256dh, auth };
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
