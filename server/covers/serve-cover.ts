/**
 * `/covers/<signature>/<address>`: who has such a path got it from this server, with the book or the person that it shows.
 * It asks for no session: the front door shows people who are not signed in yet, and what a signed path leads to is no
 * secret to whoever has it. Without a right signature nothing is looked up, read or fetched.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CoverAddresses } from "./cover-addresses.ts";
import type { Covers } from "./covers.ts";
import { coverWidths } from "./shrink-picture.ts";

/** Answers a request for `/covers/*`. */
export type ServeCover = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** A month: another picture has another address. */
const longLived = "public, max-age=2592000, immutable";
const usualWidth = "320";

/** @returns what answers 404 to a path that this server did not make, and when the picture cannot be had. */
export function createServeCover(addresses: CoverAddresses, covers: Covers): ServeCover {
  return async (request, reply) => {
    const { "*": path } = request.params as { "*": string };
    const { width: asked = usualWidth } = request.query as Readonly<Record<string, unknown>>;
    const width = coverWidths.find((each) => String(each) === asked);
    const address = width && addresses.read(path);
    const picture = address ? await covers.get(address, width) : null;
    if (!picture) {
      reply.header("cache-control", "no-store").callNotFound();
      return reply;
    }
    return reply
      .headers({ "cache-control": longLived, "cross-origin-resource-policy": "same-origin" })
      .type("image/webp")
      .send(picture);
  };
}
