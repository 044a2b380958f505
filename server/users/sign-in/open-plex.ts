/** From the settings to plex.tv, and to the one Plex server that people are to have access to. */
import { randomUUID } from "node:crypto";
import { keepSetting, type Settings } from "../../configuration/configuration.service.ts";
import type { Context } from "../../context.ts";
import { InvalidInputError } from "../../errors.ts";
import { openPlexTv, type PlexTv } from "./plex-tv.ts";

/** Whether people may sign in with their Plex account. */
export function hasPlexSignIn(settings: Settings): boolean {
  return settings["media_server.type"] === "plex" && settings["plex.sign_in"] !== "off";
}

/** Whether those who came through Plex are to have access to the Plex server. */
export function hasPlexMembers(settings: Settings): boolean {
  return settings["media_server.type"] === "plex" && settings["plex.sign_in"] !== "anyone";
}

/** What signing in through Plex works with. */
export interface OpenPlex {
  readonly plexTv: PlexTv;
  readonly settings: Settings;
  /** By which plex.tv knows this installation. */
  readonly clientIdentifier: string;
  /** By which plex.tv lists the configured server. @throws UpstreamUnavailableError | UpstreamRejectedError */
  machineIdentifier(): Promise<string>;
}

/** What makes the Plex server at an address the media server. @param token of its owner. */
export function plexServerSettings(url: string, token: string) {
  return { "media_server.type": "plex", "media_server.url": url, "media_server.auth_token": token };
}

/**
 * @param serverUrl a Plex server to work with instead of the configured one.
 * @throws InvalidInputError when the media server is not Plex, or `serverUrl` no address.
 */
export async function openPlex({ em, integrations }: Context, serverUrl: string | null = null): Promise<OpenPlex> {
  const settings = await integrations.settings();
  // A Plex server says what it is to anybody: the token is known only when its owner has signed in.
  const server = await (serverUrl === null
    ? integrations.open("media_server")
    : integrations.openOnce("media_server", { ...settings, ...plexServerSettings(serverUrl, "none yet") }));
  const port = server?.port;
  if (!port?.machineIdentifier)
    throw new InvalidInputError({ input: "The media server is not Plex. Choose it under Settings first." });
  const clientIdentifier = await keepSetting(em, "plex.client_identifier", `readmeabook-${randomUUID()}`);
  return {
    plexTv: openPlexTv(integrations.http, { url: settings["plex.tv_url"]!, clientIdentifier }),
    settings,
    clientIdentifier,
    // The adapter gives up by itself.
    machineIdentifier: () => port.machineIdentifier!(new AbortController().signal),
  };
}
