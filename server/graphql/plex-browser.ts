/** What a request tells of a browser that goes to plex.tv and comes back. */
import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PlexBrowser } from "./operation.ts";
import { isSecure } from "./session-cookie.ts";

/** As those of the session: over https no other host can plant it. */
const names = { https: "__Host-rmab_plex_sign_in", http: "rmab_plex_sign_in" } as const;
/** A quarter of an hour, as the sign-in itself. */
const maxAge = 15 * 60;

export function plexBrowser(request: FastifyRequest, reply: FastifyReply, publicUrl: string | null): PlexBrowser {
  const secure = isSecure(publicUrl);
  const name = secure ? names.https : names.http;
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  return {
    home: publicUrl ?? ownOrigin(request.headers),
    cookie: request.cookies[name] ?? null,
    setCookie(token) {
      if (token === null) reply.clearCookie(name, options);
      else reply.setCookie(name, token, { ...options, maxAge });
    },
  };
}

/** The page's origin, when it is the host that was asked. Whatever else a request says of where it came from can be anybody's. */
function ownOrigin({ origin, host }: IncomingHttpHeaders): string | null {
  const page = URL.parse(origin ?? "");
  return page && /^https?:$/.test(page.protocol) && page.origin === origin && page.host === host ? origin : null;
}
