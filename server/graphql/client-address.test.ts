import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { clientAddressBehind } from "./client-address.ts";

const address = (proxies: string[], remoteAddress: string | undefined, forwarded?: string) =>
  clientAddressBehind(proxies)({
    socket: { remoteAddress },
    headers: { "x-forwarded-for": forwarded },
  } as unknown as IncomingMessage);

describe("the address of a client", () => {
  it.each([
    ["no proxy is trusted", [], "203.0.113.9", "192.0.2.1", "203.0.113.9"],
    ["another proxy is trusted", ["10.0.0.1"], "203.0.113.9", "192.0.2.1", "203.0.113.9"],
    ["the proxy is trusted", ["10.0.0.0/8"], "10.1.2.3", "192.0.2.1", "192.0.2.1"],
    ["the client wrote one before", ["10.0.0.0/8"], "10.1.2.3", "1.2.3.4, 192.0.2.1", "192.0.2.1"],
    ["two proxies are trusted", ["10.0.0.0/8"], "10.1.2.3", "192.0.2.1, 10.9.9.9", "192.0.2.1"],
    ["the header holds something else", ["10.0.0.1"], "10.0.0.1", "192.0.2.1, unknown", "10.0.0.1"],
    ["there is no header", ["10.0.0.1"], "10.0.0.1", undefined, "10.0.0.1"],
    ["the socket takes both kinds", ["10.0.0.1"], "::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1"],
    ["they speak IPv6", ["fd00::/8"], "fd00::1", "2001:db8::7", "2001:db8::7"],
    ["the connection is gone", ["10.0.0.1"], undefined, "192.0.2.1", null],
  ])("is right when %s", (_when, proxies, remote, forwarded, expected) => {
    expect(address(proxies, remote, forwarded)).toBe(expected);
  });
});
