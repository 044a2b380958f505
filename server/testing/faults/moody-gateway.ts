import { request as send, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { startVendorServer, type VendorFault, type VendorServer } from "../fakes/vendor-server.ts";

/** How a vendor can be for a while. */
export const moods = ["server_error", "rate_limited", "html", "truncated", "dropped", "silent"] as const;

/** Stands before a vendor, and answers in its place when it is in a mood. */
export interface MoodyGateway {
  readonly url: string;
  /** null: whatever comes gets through. */
  mood: (VendorFault & (typeof moods)[number]) | null;
  /** How often it answered in its mood. */
  readonly refusals: number;
  close(): Promise<void>;
}

/** @param target the vendor's address, without a path. */
export async function startMoodyGateway(target: string): Promise<MoodyGateway> {
  const { hostname, port } = new URL(target);
  const server: VendorServer = await startVendorServer(async ({ pathname, search }, { method, headers }, body) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      send({ hostname, port, path: `${pathname}${search}`, method, headers }, resolve)
        .on("error", reject)
        .end(body);
    });
    const { status = answer.statusCode!, ...others } = { headers: answer.headers as Record<string, string> };
    return { status, ...others, body: await buffer(answer) };
  });
  const gateway = { url: server.url, mood: null as MoodyGateway["mood"], refusals: 0, close: () => server.close() };
  for (const mood of moods)
    server.fault(mood, {
      times: Infinity,
      only() {
        if (gateway.mood !== mood) return false;
        gateway.refusals += 1;
        return true;
      },
    });
  return gateway;
}
