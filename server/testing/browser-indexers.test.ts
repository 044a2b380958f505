/** The web client in a real Chromium: an admin adds an indexer, searches by hand, and decides about what was found. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildClient } from "./built-client.ts";
import { isChromiumThere, launchChromium, openVisit, picture, type Visit } from "./chromium.ts";
import { makeTorrent, only, startTorznabFake, type TorznabFake } from "./fakes/torznab.ts";
import type { TestWorld } from "./world.ts";

describe.skipIf(!isChromiumThere)("several indexers in Chromium", () => {
  let folder: string;
  let world: TestWorld;
  let second: TorznabFake;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    await buildClient();
    // Not before the client is built: the server looks for it when it is loaded.
    const { startWorld } = await import("./world.ts");
    [folder, world, second, browser] = await Promise.all([
      mkdtemp(join(tmpdir(), "browser-indexers-")),
      startWorld(),
      startTorznabFake(),
      launchChromium(),
    ]);
    // Nobody has them: a search finds them, and takes neither by itself.
    const dead = (title: string) => ({ title, seeders: 0, sizeBytes: 300_000_000, torrent: makeTorrent(title) });
    world.indexer.releases = [dead("Jane Austen - Emma (Unabridged) [M4B]")];
    second.releases = [dead("Jane Austen - Emma (read by A. Narrator) [MP3]")];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([world?.close(), second?.close()]);
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => void (visit = await openVisit(browser, world.url)));
  afterEach(() => visit.close());

  it("adds a second one, which is searched from then on, and takes it out again", async () => {
    const page = await visit.signIn("owner");
    await page.goto("/settings");
    await page.getByRole("group", { name: "Torznab" }).waitFor();
    await page.getByText("Add an indexer").click();
    const indexers = page.getByRole("region", { name: "Indexers" });
    await indexers.getByLabel("Name").fill("Not good!");
    await indexers.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Use letters, digits and dashes").waitFor();
    await indexers.getByLabel("Name").fill("my-tracker");
    await page.getByRole("button", { name: "Continue" }).click();

    const form = page.getByRole("group", { name: "my-tracker" });
    await page.locator("h3:focus", { hasText: "my-tracker" }).waitFor();
    await form.getByLabel("Address", { exact: true }).fill(second.feedUrl);
    await form.getByLabel("API key", { exact: true }).fill("wrong");
    await form.getByRole("button", { name: "Test" }).click();
    await form.getByText("refused the API key").waitFor();
    await form.getByLabel("API key", { exact: true }).fill(second.apiKey);
    await form.getByRole("button", { name: "Test" }).click();
    await form.getByText("Answers as Fake indexer").waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("Saved. It is in effect.").waitFor();
    expect(await form.getByLabel("API key", { exact: true }).inputValue()).toBe("");
    await picture(page, folder, "settings-indexers");

    await page.goto(`/requests/${await world.request("Emma", "Jane Austen")}`);
    await page.getByLabel("Other words").fill("Emma Austen");
    await page.getByRole("button", { name: "Search now" }).click();
    const answers = page.locator(".answers");
    await answers.getByText("Torznab: found 1.").waitFor();
    await answers.getByText("my-tracker: found 1.").waitFor();
    await page.getByText("read by A. Narrator").first().waitFor();
    second.fault("rate_limited", { only: only.search });
    await page.getByLabel("Other words").fill("");
    await page.getByRole("button", { name: "Search now" }).click();
    await answers.getByText("It rests, and is asked again in a moment.").waitFor();
    await picture(page, folder, "request-search");

    await page.goto("/settings");
    await form.getByRole("button", { name: "Remove", exact: true }).click();
    await picture(page, folder, "settings-remove");
    await form.getByRole("button", { name: "Remove it", exact: true }).click();
    await page.locator(":focus", { hasText: "my-tracker is removed." }).waitFor();
    expect(await form.count()).toBe(0);
    await page.getByRole("button", { name: "Read the library now" }).click();
    await page.getByText("The library is being read.").waitFor();
  });

  it("blocks a release with a reason, allows it again, and says which one was chosen by hand", async () => {
    const id = await world.request("Emma", "Jane Austen");
    await world.sees(id, ({ releases }) => expect(releases).not.toEqual([]));
    const page = await visit.signIn("owner");
    await page.goto(`/requests/${id}`);
    const candidate = page.locator(".candidate", { hasText: "(Unabridged) [M4B]" });
    const block = candidate.getByRole("button", { name: /^Block Jane/ });
    await block.click();
    await page.keyboard.press("Escape");
    // The focus is where it was: Enter opens the form again.
    await block.waitFor();
    await page.keyboard.press("Enter");
    await candidate.getByLabel("Why (optional)").fill("The second chapter is missing.");
    await picture(page, folder, "request-block");
    await candidate.getByRole("button", { name: "Block it" }).click();
    await candidate.getByText("The second chapter is missing.").waitFor();
    await candidate.getByRole("button", { name: /^Allow/ }).click();
    await candidate.getByText("The second chapter is missing.").waitFor({ state: "hidden" });
    await candidate.getByRole("button", { name: /^Take/ }).click();
    await candidate.getByText("chosen by hand").waitFor();
    await picture(page, folder, "request-by-hand");
  });
});
