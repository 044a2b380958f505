import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Metrics } from "./metrics.ts";

/**
 * /metrics. With METRICS_TOKEN for whoever presents it; without one for this machine, as long as no proxy asks in the name
 * of somebody else.
 */
export function createServeMetrics(metrics: Metrics, token: string | null) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isOfAdmins(request, token))
      return reply
        .code(401)
        .header("www-authenticate", "Bearer")
        .type("text/plain")
        .send("Send the token of METRICS_TOKEN, or ask from this machine while there is none.\n");
    return reply
      .type("text/plain; version=0.0.4; charset=utf-8")
      .header("cache-control", "no-store")
      .send(await metrics.text());
  };
}

/** Whether somebody asks to whom the figures, and the reasons of a fault, may be told. */
export function isOfAdmins({ headers, raw }: FastifyRequest, token: string | null): boolean {
  if (token !== null) return isSame(headers.authorization ?? "", `Bearer ${token}`);
  const isForwarded =
    headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined || headers.via !== undefined;
  return !isForwarded && /^(::1|(::ffff:)?127\.[\d.]+)$/.test(raw.socket.remoteAddress ?? "");
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
