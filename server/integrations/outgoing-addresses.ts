/**
 * Which network addresses this program may call. What an admin configured may lie on the home network or on this machine;
 * what anybody else named (an indexer's link, a redirect, a torrent's tracker) only on the public internet. Where clouds
 * keep their machines' secrets nothing is ever called.
 *
 * The decision falls when a connection is made, on the very address it is made to: no spelling of it, no name that
 * resolves to something else the second time, and no redirect comes past that.
 */
import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";

/** Who named an address: an admin (or this program itself), or somebody else. */
export type NamedBy = "admin" | "stranger";

type Callback = Parameters<LookupFunction>[2];

/** The code of the error that a connection fails with when its address may not be called. */
export const FORBIDDEN_ADDRESS = "FORBIDDEN_ADDRESS";

/** Within it a host is there or not. A whole exchange has a longer time-out of its own. */
const CONNECT_MS = 10_000;
/** Between two pieces of a body. */
const IDLE_MS = 30_000;

/** Metadata services of clouds (AWS, GCP, Azure, Oracle; Alibaba's; Azure's host), and what else is link-local. */
const neverCalled = list([
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["168.63.129.16", 32],
  ["192.0.0.192", 32],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["fe80::", 10],
  ["fd00:ec2::254", 128],
  ["fd20:ce::254", 128],
  ["ff00::", 8],
]);

/**
 * This machine and everything that is not on the public internet. 198.18.0.0/15 is left out: it belongs to nobody, and
 * some home routers answer every name with an address of it, behind which they find the real one.
 */
const notPublic = list([
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  // Unspecified, loopback, and IPv4 in its oldest disguise.
  ["::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 32],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fec0::", 10],
]);

/** @param address an IPv4 or IPv6 address; anything else, a host's name included, may not be called. */
export function mayCall(address: string, namedBy: NamedBy): boolean {
  const plain = address.replace(/%.*$/, "");
  const inner = innerIPv4(plain);
  if (inner) return mayCall(inner, namedBy);
  const version = isIP(plain);
  if (version === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  return !neverCalled.check(plain, family) && (namedBy === "admin" || !notPublic.check(plain, family));
}

/** The system's own, also when guardThread has put another in its place. */
const resolve = dns.lookup;

/** `dns.lookup` that fails when any address of the name may not be called. Takes an address in place of a name too. */
export function guardLookup(namedBy: NamedBy) {
  return (name: string, how: LookupOptions | number, callback: Callback): void => {
    const options = typeof how === "number" ? { family: how } : how;
    resolve(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, "", 0);
      if (!addresses.every(({ address }) => mayCall(address, namedBy))) return callback(forbidden(), "", 0);
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/**
 * Guards the names that libraries call over sockets of their own, in this thread and for as long as it lives. What they
 * call by an address asks nobody, and passes.
 * @param own name that this thread will listen on: listening asks in the same way, once and before anything is called.
 */
export function guardThread(namedBy: NamedBy, own: string): void {
  let isToListen = own !== "";
  const guarded = guardLookup(namedBy);
  const lookup = (name: string, how: LookupOptions | number | Callback, then?: Callback) => {
    const [options, callback] = typeof how === "function" ? [{}, how] : [how, then!];
    if (!isToListen || name !== own) return guarded(name, options, callback);
    isToListen = false;
    resolve(name, options as LookupOptions, callback);
  };
  dns.lookup = lookup as typeof dns.lookup;
}
/**
 * What `fetch` connects by, so that it calls only what it may.
 * @param maxBytes of a body as it comes over the wire; where the one who asks counts for itself, no limit.
 */
export function guardDispatcher(namedBy: NamedBy, maxBytes = -1): Dispatcher {
  const byName = buildConnector({ timeout: CONNECT_MS, lookup: guardLookup(namedBy) } as buildConnector.BuildOptions);
  return new Agent({
    bodyTimeout: IDLE_MS,
    maxResponseSize: maxBytes,
    connect(options, callback) {
      // Nobody looks an address up, so the lookup would not see it.
      const host = options.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !mayCall(host, namedBy)) return callback(forbidden(), null);
      byName(options, callback);
    },
  });
}

/** The IPv4 address that an IPv6 one stands for: mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96) or 6to4 (2002::/16). */
function innerIPv4(address: string): string | null {
  if (isIP(address) !== 6) return null;
  const groups = expand(address);
  const quad = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const start = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(":");
  if (start === "0:0:0:0:0:ffff" || start === "64:ff9b:0:0:0:0") return quad(groups[6]!, groups[7]!);
  return groups[0] === 0x2002 ? quad(groups[1]!, groups[2]!) : null;
}

/** The eight groups of an IPv6 address; the URL parser knows every way to write one. */
function expand(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const numbers = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  if (tail === undefined) return numbers(head);
  const [left, right] = [numbers(head), numbers(tail)];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function list(subnets: readonly (readonly [string, number])[]): BlockList {
  const all = new BlockList();
  for (const [address, prefix] of subnets) all.addSubnet(address, prefix, isIP(address) === 4 ? "ipv4" : "ipv6");
  return all;
}

function forbidden(): NodeJS.ErrnoException {
  return Object.assign(new Error("This address may not be called."), { code: FORBIDDEN_ADDRESS });
}
