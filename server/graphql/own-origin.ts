import type { IncomingHttpHeaders } from "node:http";

/** A browser says whose page asks; a page of another site must not use this one's cookie. Scripts say nothing. */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders, publicUrl: string | null): boolean {
  if (!origin) return true;
  if (publicUrl && origin === new URL(publicUrl).origin) return true;
  return URL.parse(origin)?.host === host;
}
