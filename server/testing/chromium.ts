/**
 * A person's visit in a real Chromium: what is seen, and that the browser neither asks another host for anything nor runs
 * into the content security policy. SCREENSHOTS_DIR keeps the pictures.
 */
import { deepStrictEqual, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** The one without a window first: it has no pages of its own that work beside ours. Debian has both. */
const executablePath =
  process.env["CHROMIUM"] ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync) ?? "";
/** Where there is none, what needs it is skipped, and says so. */
export const isChromiumThere = existsSync(executablePath);
if (!isChromiumThere)
  console.warn(
    "There is no Chromium: the web client is not tried. Install Debian's chromium-headless-shell or chromium, or set CHROMIUM.",
  );

// As root it needs --no-sandbox; the rest keeps it from talking to anybody by itself.
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Everybody's in tests. */
export const password = "a long enough password";

/** One browser for a test file; a visit each test. */
export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath, args: quiet });

/** A browser window of its own: its cookies, and what went wrong in it. */
export interface Visit {
  readonly context: BrowserContext;
  /** Signs in by the form, as people do; everybody's password is the one of the test app. */
  signIn(username?: string): Promise<Page>;
  /**
   * Closes the window. @param expected what the browser may have complained of.
   * @throws when it asked another host, broke the policy, or a page had an error.
   */
  close(expected?: RegExp): Promise<void>;
}

/**
 * @param url where the program listens. @param others hosts that the browser may ask besides.
 * @param serviceWorkers what one keeps is in the way of tests that are not about it.
 */
export async function openVisit(
  browser: Browser,
  url: string,
  others: readonly string[] = [],
  serviceWorkers: "allow" | "block" = "block",
): Promise<Visit> {
  const complaints: string[] = [];
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 900 },
    serviceWorkers,
  });
  // Machines that test are busy ones.
  context.setDefaultTimeout(60_000);
  // What runs in the browser is text here: the server's types know of no document.
  await context.addInitScript({
    content: `document.addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI))`,
  });
  context.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && ![new URL(url).host, ...others].includes(host)) complaints.push(`asked ${host}`);
  });
  context.on("console", (message) => {
    // A server that is away, or starts or ends at the moment, is the matter of some visits.
    const isNetwork = /net::ERR_|WebSocket connection|status of 503/.test(message.text());
    if (message.type() === "error" && !isNetwork) complaints.push(`${message.text()} ${message.location().url}`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return {
    context,
    async signIn(username = "reader") {
      const page = await context.newPage();
      await page.goto("/");
      await page.getByLabel("Name").fill(username);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("searchbox").waitFor();
      return page;
    },
    async close(expected) {
      await context.close();
      const unexpected = complaints.filter((complaint) => !expected?.test(complaint));
      deepStrictEqual(unexpected, []);
    },
  };
}

/** In both themes and at both widths; nothing may stand out at the side. @param folder used unless SCREENSHOTS_DIR is set. */
export async function picture(page: Page, folder: string, name: string): Promise<void> {
  const pictures = process.env["SCREENSHOTS_DIR"] ?? folder;
  for (const [width, colorScheme] of [
    [320, "light"],
    [320, "dark"],
    [1280, "dark"],
    [1280, "light"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    await fits(page);
  }
}

/** @throws when something stands out at the side. */
export async function fits(page: Page): Promise<void> {
  // What measures its room does so in the frame after the room has changed.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  ok(tooWide <= 0, `${page.url()} is ${tooWide} px wider than its window.`);
}

/** Notes each percentage that a request is shown with from now on. @returns what reads them, without repetitions. */
export async function collectPercents(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(`{
    window.percents = [];
    const read = () => {
      const text = document.querySelector(".request-state .number")?.textContent;
      if (text && percents.at(-1) !== parseInt(text)) percents.push(parseInt(text));
    };
    new MutationObserver(read).observe(document.body, { subtree: true, childList: true, characterData: true });
  }`);
  return () => page.evaluate<number[]>("percents");
}
