/** A program whose media server is a Plex of its own, and a plex.tv that knows some people. */
import { changeSettings } from "../../configuration/configuration.service.ts";
import { openBrowser, type Browser } from "../../testing/browser.ts";
import { startPlexFake, type PlexFake } from "../../testing/fakes/plex.ts";
import { startPlexTvFake, type PlexTvFake } from "../../testing/fakes/plex-tv.ts";
import { startTestApp, type Answer, type TestApp } from "../../testing/test-app.ts";

export const begin = `mutation { beginPlexSignIn { url } }`;
export const complete = `mutation ($input: CompletePlexSignInInput!) {
  completePlexSignIn(input: $input) { id user { id name role plexId plexUsername plexEmail avatarUrl } } }`;

export const profilesOf = `{ plexProfiles { id name avatarUrl needsPin } }`;
export const choose = `mutation ($input: ChoosePlexProfileInput!) {
  choosePlexProfile(input: $input) { id user { id name role plexId } } }`;

/** The code and the sentence of what went wrong. */
export const errorOf = ({ errors }: Pick<Answer, "errors">) =>
  errors?.[0] && [errors[0].extensions["code"], errors[0].message];

export interface PlexPlace extends TestApp {
  readonly plex: PlexFake;
  readonly plexTv: PlexTvFake;
  /** A browser with a page of this server open. */
  visit(): Browser;
  configure(settings: Record<string, string | null>): Promise<void>;
}

export async function startPlexPlace(): Promise<PlexPlace> {
  const [plex, plexTv] = [await startPlexFake(), await startPlexTvFake()];
  const app = await start();
  const configure = (settings: Record<string, string | null>) =>
    changeSettings(
      app.makeContext(),
      Object.entries(settings).map(([key, value]) => ({ key, value })),
    );
  const settings = {
    "media_server.type": "plex",
    "media_server.url": plex.url,
    "media_server.auth_token": plexTv.accounts[0]!.token,
    "media_server.library": "2",
    "plex.tv_url": plexTv.url,
    "plex.auth_url": `${plexTv.url}/auth`,
  };
  plex.token = settings["media_server.auth_token"];
  await configure(settings);
  return {
    ...app,
    plex,
    plexTv,
    visit: () => openBrowser(app.url, { origin: app.url }),
    configure,
    async close() {
      await app.close();
      await Promise.all([plex.close(), plexTv.close()]);
    },
  };
}

/** Nobody waits for ten seconds for a plex.tv that says nothing. */
function start() {
  return startTestApp({
    leaves: {
      integrations: (real) => ({
        ...real,
        http: { request: (url, request) => real.http.request(url, { ...request, timeoutMs: 300 }) },
      }),
    },
  });
}

/** To plex.tv, to be somebody there, and back. @returns the way back, as far as this server sees it. */
export async function goToPlex(browser: Browser, plexTv: PlexTvFake, username: string): Promise<string> {
  const { beginPlexSignIn } = await browser.ask(begin);
  return stateIn(plexTv.signInAt(beginPlexSignIn.url, username));
}

export const stateIn = (forwardUrl: string): string => new URL(forwardUrl).searchParams.get("state")!;

/** All of it. */
export async function signInThroughPlex(browser: Browser, plexTv: PlexTvFake, username: string): Promise<Answer> {
  return browser.send(complete, { input: { state: await goToPlex(browser, plexTv, username) } });
}
