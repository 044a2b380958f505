import { UpstreamRejectedError } from "../errors.ts";
import type { HttpClient } from "../integrations/http-client.ts";

const HOST = "host of a picture";
const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 3;

/**
 * Fetches a picture from an address that a stranger named, and so does each redirect on the way.
 * @throws UpstreamUnavailableError | UpstreamRejectedError
 */
export async function fetchPicture(
  start: string,
  http: HttpClient,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Uint8Array> {
  let address = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await http.request(address, {
      integration: HOST,
      namedBy: "stranger",
      headers: { accept: "image/webp,image/jpeg,image/png,image/avif,image/gif" },
      signal,
      timeoutMs,
      expectStatus: REDIRECTS,
    });
    if (!REDIRECTS.includes(answer.status)) return answer.bytes;
    address = URL.parse(answer.headers.get("location") ?? "", address)?.href ?? "";
  }
  throw new UpstreamRejectedError(`The ${HOST} sends it round in circles.`, { integration: HOST });
}
