import { createSocket } from "node:dgram";
import dns from "node:dns";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../errors.ts";
import { createHttpClient } from "./http-client.ts";
import { guardLookup, guardThread, mayCall } from "./outgoing-addresses.ts";

describe("mayCall", () => {
  it.each([
    ["93.184.216.34", "anybody"],
    ["2606:2800:220:1::1", "anybody"],
    ["::ffff:93.184.216.34", "anybody"],
    ["64:ff9b::5db8:d822", "anybody"],
    ["2002:5db8:d822::1", "anybody"],
    // Some routers give every name an address of this range, and find the real one behind it.
    ["198.18.3.4", "anybody"],
    ["127.0.0.1", "admin"],
    ["127.255.255.254", "admin"],
    ["::1", "admin"],
    ["::", "admin"],
    ["0.0.0.0", "admin"],
    ["10.1.2.3", "admin"],
    ["172.16.0.1", "admin"],
    ["172.31.255.255", "admin"],
    ["172.32.0.1", "anybody"],
    ["192.168.1.1", "admin"],
    ["100.64.0.1", "admin"],
    ["fd12:3456::1", "admin"],
    ["::ffff:127.0.0.1", "admin"],
    ["0:0:0:0:0:ffff:7f00:1", "admin"],
    ["::127.0.0.1", "admin"],
    ["64:ff9b::127.0.0.1", "admin"],
    ["64:ff9b:1::a00:1", "admin"],
    ["2002:7f00:1::", "admin"],
    ["2002:c0a8:101::1", "admin"],
    ["2001:0:4136:e378::1", "admin"],
    ["169.254.169.254", "nobody"],
    ["169.254.0.1", "nobody"],
    ["::ffff:169.254.169.254", "nobody"],
    ["::ffff:a9fe:a9fe", "nobody"],
    ["64:ff9b::a9fe:a9fe", "nobody"],
    ["2002:a9fe:a9fe::", "nobody"],
    ["fe80::1", "nobody"],
    ["fe80::1%eth0", "nobody"],
    ["fd00:ec2::254", "nobody"],
    ["fd00:0ec2:0:0:0:0:0:0254", "nobody"],
    ["fd20:ce::254", "nobody"],
    ["100.100.100.200", "nobody"],
    ["168.63.129.16", "nobody"],
    ["224.0.0.1", "nobody"],
    ["255.255.255.255", "nobody"],
    ["ff02::1", "nobody"],
    ["localhost", "nobody"],
    ["", "nobody"],
  ])("%s: %s", (address, who) => {
    expect(mayCall(address, "admin")).toBe(who !== "nobody");
    expect(mayCall(address, "stranger")).toBe(who === "anybody");
  });
});

describe("guardLookup", () => {
  it("looks at what a name resolves to, each time it is asked", async () => {
    const lookup = promisify(guardLookup("stranger"));
    await expect(lookup("localhost", {})).rejects.toMatchObject({ code: "FORBIDDEN_ADDRESS" });
    await expect(lookup("localhost", { all: true })).rejects.toMatchObject({ code: "FORBIDDEN_ADDRESS" });
    await expect(lookup("127.0.0.1", { family: 4 })).rejects.toMatchObject({ code: "FORBIDDEN_ADDRESS" });
    await expect(lookup("no-such-host.invalid", {})).rejects.toMatchObject({ code: expect.not.stringMatching("FORB") });
    guardLookup("admin")("localhost", { family: 4 }, (error, address, family) => {
      expect([error, address, family]).toEqual([null, "127.0.0.1", 4]);
    });
  });
});

describe("an address that a stranger names", () => {
  let server: Server;
  let port = 0;
  let connections = 0;
  beforeAll(async () => {
    server = createServer((socket) => ((connections += 1), socket.destroy())).listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());
  const http = createHttpClient({ userAgent: "ReadMeABook/test" });
  const ask = (url: string, namedBy?: "stranger") =>
    http.request(url, { integration: "indexer", timeoutMs: 1_000, ...(namedBy && { namedBy }) });

  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
    "http://metadata.google.internal/",
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/metrics",
    "http://0.0.0.0:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f.1:{port}/",
    "http://017700000001:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::1]:{port}/",
    "http://localhost.:{port}/",
    "http://127.0.0.1.nip.io:{port}/",
    "http://user:pass@127.0.0.1:{port}/",
    "http://good.example#@127.0.0.1:{port}/",
    "http://good.example\\@127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/",
    "unix:/var/run/docker.sock",
    "http://localhost:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "https://127.0.0.1:{port}/",
    "http://127.0.0.1:22/",
    "jar:http://127.0.0.1:{port}!/",
    "data:text/plain,x",
    "blob:x",
    "//127.0.0.1:{port}/",
  ])("is not called: %s", async (shape) => {
    const error = await ask(shape.replace("{port}", `${port}`), "stranger").catch((error: Error) => error);
    expect(error).toBeInstanceOf(Error);
    // Names may be unknown here, and port 22 is one that fetch asks for no web page.
    if (!/nip\.io|good\.example|google|localhost\.|:22/.test(shape)) {
      expect(error).toBeInstanceOf(UpstreamRejectedError);
      expect((error as Error).message).not.toMatch(/127\.0|169\.254|passwd/);
    }
    expect(connections).toBe(0);
  });

  it("is called by an admin's word, but for clouds' metadata", async () => {
    await expect(ask(`http://[::ffff:127.0.0.1]:${port}/`)).rejects.toBeInstanceOf(UpstreamUnavailableError);
    expect(connections).toBeGreaterThan(0);
    for (const host of ["169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "[::ffff:a9fe:a9fe]", "2852039166"]) {
      await expect(ask(`http://${host}/`), host).rejects.toThrow("a cloud's metadata");
    }
  });
});

it("keeps no door open: a connection of the admin's is not a stranger's", async () => {
  const server = createHttpServer((_, response) => response.end("here")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const http = createHttpClient({ userAgent: "ReadMeABook/test" });
  expect((await http.request(url, { integration: "indexer" })).text()).toBe("here");
  await expect(http.request(url, { integration: "indexer", namedBy: "stranger" })).rejects.toThrow("not called");
  server.closeAllConnections();
  server.close();
});

describe("guardThread", () => {
  const { lookup } = dns;
  afterAll(() => (dns.lookup = lookup));

  it("guards the names that libraries look up, however they ask, and lets this thread listen", async () => {
    guardThread("stranger", "localhost");
    const look = (...how: unknown[]) =>
      new Promise((resolve) => Reflect.apply(dns.lookup, dns, [...how, (...answer: unknown[]) => resolve(answer)]));
    expect(await look("localhost", 4)).toEqual([null, "127.0.0.1", 4]);
    expect(await look("localhost", 4)).toMatchObject([{ code: "FORBIDDEN_ADDRESS" }, "", 0]);
    for (const how of [["127.1"], ["127.1", 4], ["0", { all: true }], ["2130706433", {}]])
      expect(await look(...how), how.join()).toEqual([expect.objectContaining({ code: "FORBIDDEN_ADDRESS" }), "", 0]);
    const socket = createSocket("udp4");
    const sent = new Promise((resolve) => socket.send("x", 9, "127.1", resolve));
    expect(await sent).toMatchObject({ code: "FORBIDDEN_ADDRESS" });
    socket.close();
  });
});
