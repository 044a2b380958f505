import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** The address that a request comes from; null when its connection is gone. */
export type ClientAddress = (request: IncomingMessage) => string | null;

/**
 * What X-Forwarded-For says counts only as far as trusted proxies have written it: the rest anybody could have sent.
 * @param trustedProxies addresses and networks (10.0.0.0/8).
 */
export function clientAddressBehind(trustedProxies: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const network of trustedProxies) {
    const [address = "", bits] = network.split("/");
    if (bits === undefined) proxies.addAddress(address, familyOf(address));
    else proxies.addSubnet(address, Number(bits), familyOf(address));
  }
  return ({ socket, headers }) => {
    const forwarded = [headers["x-forwarded-for"] ?? []].flat().join().split(",").reverse();
    let address = plain(socket.remoteAddress ?? "");
    for (const before of forwarded) {
      const candidate = plain(before.trim());
      if (!isIP(address) || !isIP(candidate) || !proxies.check(address, familyOf(address))) break;
      address = candidate;
    }
    return address || null;
  };
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** A socket that takes both kinds shows IPv4 in IPv6's notation. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
