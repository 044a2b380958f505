import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import type { Presented } from "../users/authenticate.ts";

/** Over https the name forbids what other hosts and plain http could do to it; over http, in a home network, it cannot. */
const names = { https: "__Host-rmab_session", http: "rmab_session" } as const;

/** Ninety days, as the session itself at the most. */
const maxAgeSeconds = 90 * 24 * 3600;

/**
 * What a request brings to say who asks. Where people come over https the plain name counts for nothing: a neighbouring
 * host could have planted it.
 */
export function presentedBy(
  headers: IncomingHttpHeaders,
  cookies: Readonly<Record<string, string | undefined>>,
  publicUrl: string | null,
): Presented {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  return { apiKey: bearer, cookie: cookies[isSecure(publicUrl) ? names.https : names.http] };
}

/** Sets the cookie, or clears it with null. */
export function sessionCookie(reply: FastifyReply, token: string | null, publicUrl: string | null): void {
  const secure = isSecure(publicUrl);
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  const name = secure ? names.https : names.http;
  if (token === null) reply.clearCookie(name, options);
  else reply.setCookie(name, token, { ...options, maxAge: maxAgeSeconds });
}

/** This server speaks plain http; PUBLIC_URL says whether a proxy in front of it speaks https. */
export function isSecure(publicUrl: string | null): boolean {
  return publicUrl?.startsWith("https:") ?? false;
}
