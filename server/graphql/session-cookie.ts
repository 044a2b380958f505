import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import type { Presented } from "../users/session.ts";

/** Over https the name forbids what other hosts and plain http could do to it; over http, in a home network, it cannot. */
const names = { https: "__Host-rmab_session", http: "rmab_session" } as const;

/** Thirty days, as the session itself. */
const maxAgeSeconds = 30 * 24 * 3600;

/** What a request brings to say who asks. */
export function presentedBy(
  headers: IncomingHttpHeaders,
  cookies: Readonly<Record<string, string | undefined>>,
): Presented {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  return { apiKey: bearer, cookie: cookies[names.https] ?? cookies[names.http] };
}

/** Sets the cookie, or clears it with null. */
export function sessionCookie(reply: FastifyReply, token: string | null): void {
  const secure = reply.server.publicUrl?.startsWith("https:") ?? reply.request.protocol === "https";
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  const name = secure ? names.https : names.http;
  if (token === null) reply.clearCookie(name, options);
  else reply.setCookie(name, token, { ...options, maxAge: maxAgeSeconds });
}

declare module "fastify" {
  interface FastifyInstance {
    /** PUBLIC_URL, which says whether people come over https. */
    publicUrl: string | null;
  }
}
