/** The web client in a real Chromium: a browser that is to show what happens. Its push service is one of ours, which it cannot reach by itself. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";
import { eventually } from "./eventually.ts";
import { startPushService, type FakeBrowser, type PushService } from "./fakes/push-service.ts";
import { seriousFindings } from "./pages/axe.ts";
import type { TestApp } from "./test-app.ts";

describe.skipIf(!isChromiumThere)("notifications in Chromium", () => {
  let folder: string;
  let service: PushService;
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startTestApp } = await import("./test-app.ts");
    [folder, service, app, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-push-")),
      startPushService(),
      startTestApp(),
      launchChromium(),
    ]);
    await app.admin.ask(
      `mutation { setConfiguration(input: [{ key: "notifier.url", value: "${service.url}" }]) { key } }`,
    );
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await service?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("are turned on by a switch, chosen, tried, and turned off there and from elsewhere", async () => {
    const { webPush } = await app.admin.ask(`{ webPush { publicKey } }`);
    const here = service.subscribe(webPush.publicKey);
    await inVisit(async (visit) => {
      await visit.context.addInitScript({ content: pushManagerOf(here, webPush.publicKey) });
      const page = await visit.signIn("owner");
      await page.goto("/profile");
      const section = page.getByRole("region", { name: "Notifications in your browsers" });
      const turn = section.getByRole("switch", { name: "Notify me in this browser" });
      await turn.click();
      await section.getByText("this browser", { exact: true }).waitFor();
      expect(await turn.isChecked()).toBe(true);
      await section.getByRole("button", { name: "Send a test" }).click();
      await section.getByText("It is on its way.").waitFor();
      expect(here.got.map(({ title }) => title)).toEqual(["ReadMeABook can reach you here"]);
      await section.getByLabel("A disk is almost full").uncheck();
      await section.getByRole("button", { name: "Save" }).click();
      await section.getByText("Saved.").waitFor();
      const other = service.subscribe(webPush.publicKey).keys;
      await app.admin.ask(
        `mutation ($input: SavePushSubscriptionInput!) { savePushSubscription(input: $input) { id } }`,
        { input: { ...other, events: [] } },
      );
      await page.reload();
      await section.getByText("this browser", { exact: true }).waitFor();
      expect(await section.getByLabel("A disk is almost full").isChecked()).toBe(false);
      await picture(page, folder, "profile-browsers");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await seriousFindings(page)).toEqual([]);
      }
      await section.getByRole("button", { name: /^Remove/ }).click();
      await section.getByRole("button", { name: /^Remove/ }).waitFor({ state: "hidden" });
      await turn.click();
      await section.getByRole("list").waitFor({ state: "hidden" });
      expect(await turn.isChecked()).toBe(false);
      const { viewer } = await app.admin.ask(`{ viewer { pushSubscriptions { id } } }`);
      expect(viewer.pushSubscriptions).toEqual([]);
    });
  });

  it("say what to do where the browser may not show any", async () => {
    await inVisit(async (visit) => {
      const page = await visit.signIn("owner");
      await page.goto("/profile");
      await page.getByText("This browser does not allow notifications of this page.").waitFor();
      expect(await page.getByRole("switch").count()).toBe(0);
      await picture(page, folder, "profile-browser-denied");
    });
  });

  it("are shown by the service worker, and lead a tab that is open to their page", async () => {
    await inVisit(async (visit) => {
      const page = await visit.signIn("owner");
      const push = await pusherOf(page);
      const [worker] = visit.context.serviceWorkers();
      // Without a desktop there is nothing that notifications could appear on.
      await worker!.evaluate(
        "self.shown = []; ServiceWorkerRegistration.prototype.showNotification = async (title, more) => void shown.push({ title, ...more });",
      );
      const full = { title: "Full", body: "It is full.", tag: "two" };
      await push({ ...full, path: "https://elsewhere.example/" });
      await eventually(async () =>
        expect(await worker!.evaluate("shown")).toEqual([
          {
            ...full,
            icon: "/icons/icon-192.png",
            badge: "/icons/badge-96.png",
            data: { path: "https://elsewhere.example/" },
          },
        ]),
      );
      for (const picture of ["icon-192", "badge-96"])
        expect((await fetch(`${app.url}/icons/${picture}.png`)).status).toBe(200);
      // Only a real click lets it bring a window to the front.
      await worker!.evaluate("WindowClient.prototype.focus = async function () { return this; }");
      await worker!.evaluate(`show("/requests").then(() => undefined)`);
      await page.waitForURL(`${app.url}/requests`);
      await worker!.evaluate(`show("https://elsewhere.example/").then(() => undefined)`);
      await page.waitForURL(`${app.url}/`);
    });
  });

  async function inVisit(look: (visit: Visit) => Promise<void>): Promise<void> {
    const visit = await openVisit(browser, app.url, [], "allow");
    try {
      await look(visit);
    } finally {
      await visit.close();
    }
  }
});

/** In the place of the browser's own push service, which tests cannot reach: what it would say of `there`. */
function pushManagerOf({ keys: { endpoint, p256dh, auth } }: FakeBrowser, serverKey: string): string {
  const bytes = [...Buffer.from(serverKey, "base64url")];
  return `{
    const subscription = {
      endpoint: ${JSON.stringify(endpoint)},
      options: { applicationServerKey: new Uint8Array(${JSON.stringify(bytes)}).buffer },
      toJSON: () => ({ keys: ${JSON.stringify({ p256dh, auth })} }),
      unsubscribe: async () => { sessionStorage.removeItem("subscribed"); return true; },
    };
    // Without a window the browser denies them, whatever it was told.
    Object.defineProperty(Notification, "permission", { get: () => "granted" });
    Notification.requestPermission = async () => "granted";
    PushManager.prototype.getSubscription = async () => sessionStorage.getItem("subscribed") ? subscription : null;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
      if (applicationServerKey !== ${JSON.stringify(serverKey)}) throw new Error("Another key.");
      sessionStorage.setItem("subscribed", "yes");
      return subscription;
    };
  }`;
}

/** @returns what hands the page's service worker a message, as a push service does. */
async function pusherOf(page: Page): Promise<(message: object) => Promise<void>> {
  await page.evaluate(
    "navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready).then(() => undefined)",
  );
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    }),
  );
  await session.send("ServiceWorker.enable");
  const registrationId = await registered;
  return async (message) => {
    await session.send("ServiceWorker.deliverPushMessage", {
      origin: new URL(page.url()).origin,
      registrationId,
      data: JSON.stringify(message),
    });
  };
}
