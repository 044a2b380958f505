/** The web client in a real Chromium: signing in through Plex, and what a person signs in with. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PlexPlace } from "../users/sign-in/plex-test-place.ts";
import { plexAccount } from "./fakes/plex-tv.ts";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";

describe.skipIf(!isChromiumThere)("signing in in Chromium", () => {
  let folder: string;
  let place: PlexPlace;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startPlexPlace } = await import("../users/sign-in/plex-test-place.ts");
    [folder, place, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-sign-in-")),
      startPlexPlace(),
      launchChromium(),
    ]);
    const inHome = (id: number, name: string, pin: string | null) =>
      Object.assign(plexAccount(id, name, "shared"), { home: "Home", pin });
    place.plexTv.accounts.push(inHome(2001, "Hope", null), inHome(2002, "Hal", "4321"));
    for (const account of place.plexTv.accounts) account.thumb = `${place.plexTv.url}/users/${account.id}/avatar`;
    for (const name of ["reader", "writer"]) await place.signUp(name);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => void (visit = await open()));
  afterEach(() => visit.close());

  it("takes the owner and a friend to where they wanted to go, and tells a stranger why not", async () => {
    const page = await visit.context.newPage();
    await page.goto("/requests?show=done");
    await goToPlex(page);
    await comeBackAs(page, "Fay");
    await page.getByRole("heading", { name: "Your requests" }).waitFor();
    expect(page.url()).toBe(`${place.url}/requests?show=done`);
    await page.getByRole("link", { name: /^Fay\b.*your profile$/ }).click();
    await page.getByText("Fay@example.com").waitFor();
    await page.getByText("You sign in with Plex, as Fay.").waitFor();
    expect(await page.getByLabel("New password", { exact: true }).count()).toBe(0);
    await picture(page, folder, "profile-plex");
    await page.getByRole("button", { name: "Sign out, Fay" }).click();

    await goToPlex(page);
    const used = await comeBackAs(page, "Owen");
    await page.getByRole("link", { name: /^Owen\b.*your profile$/ }).waitFor();
    await page.goto(used);
    await page.getByRole("link", { name: /^Owen\b.*your profile$/ }).waitFor();
    await page.getByRole("button", { name: "Sign out, Owen" }).click();

    await goToPlex(page);
    await comeBackAs(page, "Stan");
    await page.getByText("Your Plex account has no access to the Plex server of this place.").waitFor();
    await picture(page, folder, "sign-in-refused");
    await page.getByRole("button", { name: "Try again" }).click();
    await comeBackAs(page, "Fay");
    await page.getByRole("link", { name: /^Fay\b.*your profile$/ }).waitFor();
  });

  it("asks a Plex Home who it is, and for the PIN of whom has one", async () => {
    const page = await visit.context.newPage();
    await page.goto("/");
    await goToPlex(page);
    await comeBackAs(page, "Hope");
    await page.getByRole("button", { name: "Hal" }).click();
    await page.getByLabel("PIN of Hal").fill("1111");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("PIN of Hal").fill("4321");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("link", { name: /^Hal\b.*your profile$/ }).waitFor();
  });

  it("refuses the address that another browser was sent back to, and lets a local account in beside it", async () => {
    const other = await open();
    try {
      const theirs = await other.context.newPage();
      await theirs.goto("/");
      await goToPlex(theirs);
      const page = await visit.context.newPage();
      await page.goto(place.plexTv.signInAt(theirs.url(), "Fay"));
      await page.getByText("This sign-in was not begun in this browser, or not lately. Begin again.").waitFor();
      await page.getByLabel("Name").fill("reader");
      await page.getByLabel("Password").fill("a long enough password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("link", { name: /^reader\b.*your profile$/ }).waitFor();
    } finally {
      await other.close();
    }
  });

  it("says that plex.tv is down, where one left and where one came back", async () => {
    const page = await visit.context.newPage();
    await page.goto("/");
    await goToPlex(page);
    const back = place.plexTv.signInAt(page.url(), "Fay");
    const sentence = page.getByText("plex.tv does not answer as it should");
    place.plexTv.fault("server_error", { only: isPins });
    await page.goto(back);
    await sentence.waitFor();
    place.plexTv.fault("server_error", { only: isPins });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => sentence.count()).toBe(2);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "plex.tv" }).waitFor();
  });

  it("makes a key that a script can use until it is revoked, and shows it once", async () => {
    const page = await visit.signIn();
    await page.getByRole("link", { name: /^reader\b.*your profile$/ }).click();
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByLabel("Name").fill("shelf script");
    expect(await page.getByRole("checkbox").count()).toBe(2);
    await page.getByRole("checkbox", { name: "Request" }).uncheck();
    await picture(page, folder, "profile-new-key");
    await page.getByLabel("How long it works").selectOption("90 days");
    await page.getByRole("button", { name: "Make it" }).click();
    const key = await page.getByLabel("The key").inputValue();
    await picture(page, folder, "profile-key");
    await visit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(key);

    const script = place.client(key);
    expect(await script.ask(`{ viewer { name } }`)).toEqual({ viewer: { name: "reader" } });
    expect((await script.send(`mutation { revokeOtherSessions }`)).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
    await page.reload();
    const row = page.getByRole("listitem").filter({ hasText: "shelf script" });
    await row.getByText("last used just now from 127.0.0.1").waitFor();
    await row.getByText("ends in 90 days").waitFor();
    expect(await page.content()).not.toContain(key);
    await row.getByRole("button", { name: "Revoke" }).click();
    await row.getByRole("button", { name: "Revoke it" }).click();
    await page.getByText("One key that does not work any more").click();
    await row.getByText("revoked just now").waitFor();
    await picture(page, folder, "profile");
    expect((await script.send(`{ requests { totalCount } }`)).errors?.[0]?.extensions["code"]).toBe("UNAUTHENTICATED");
  });

  it("signs another browser out, whose page says so within a second and stays quiet", async () => {
    const other = await open();
    try {
      const [page, theirs] = [await visit.signIn("writer"), await other.signIn("writer")];
      await theirs.goto("/requests");
      await theirs.getByRole("heading", { name: "Your requests" }).waitFor();
      await page.goto("/profile");
      await page.getByText("this browser", { exact: true }).waitFor();
      const asked: string[] = [];
      theirs.on("websocket", (socket) => asked.push(socket.url()));
      await page.getByRole("button", { name: /^Sign out Chrome on Linux at 127/ }).click();
      await theirs.getByText("You have been signed out.").waitFor({ timeout: 1_000 });
      await picture(theirs, folder, "signed-out");
      const sockets = asked.length;
      expect(sockets).toBeLessThanOrEqual(1);
      expect(theirs.url()).toBe(`${place.url}/requests`);

      await page.getByLabel("Present password").fill("a long enough password");
      await page.getByLabel("New password", { exact: true }).fill("a long enough password");
      await page.getByLabel("New password, again").fill("a longer password");
      await page.getByRole("button", { name: "Change the password" }).click();
      await page.getByText("That is not the same as above.").waitFor();
      await page.getByLabel("New password, again").fill("a long enough password");
      await page.getByRole("button", { name: "Change the password" }).click();
      await page.getByText("Your password is changed.").waitFor();
      await page.evaluate("window.isSamePage = true");
      expect(asked.length).toBe(sockets);
    } finally {
      // It may have asked once more before it heard that it is nobody any more.
      await other.close(/status of 40[01]/);
    }
  });

  /** What is asked of plex.tv by a browser is answered here: its sign-in page. */
  async function open(): Promise<Visit> {
    const visit = await openVisit(browser, place.url, [new URL(place.plexTv.url).host]);
    await visit.context.route(`${place.plexTv.url}/auth`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><link rel=icon href=data:,><h1>plex.tv</h1>" }),
    );
    return visit;
  }

  async function goToPlex(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Sign in with Plex" }).click();
    await page.getByRole("heading", { name: "plex.tv" }).waitFor();
  }

  /** @returns the address that plex.tv sent the browser back to. */
  async function comeBackAs(page: Page, username: string): Promise<string> {
    await page.getByRole("heading", { name: "plex.tv" }).waitFor();
    const back = place.plexTv.signInAt(page.url(), username);
    await page.goto(back);
    return back;
  }
});

const isPins = ({ pathname }: URL) => pathname.startsWith("/api/v2/pins");
