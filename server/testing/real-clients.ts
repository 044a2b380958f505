/**
 * Starts the real download clients that Debian packages, for tests: on 127.0.0.1 and free ports, in a folder of their own,
 * and without anything that would reach beyond this machine (DHT, local discovery, port mapping, country lookups).
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eventually } from "./eventually.ts";

/** A client that runs. */
export interface RealClient {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Where it saves to. Absolute. */
  readonly downloadsDir: string;
  /** Ends it as an administrator would and starts it anew, on the same ports and with what it had. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const USERNAME = "tester";
const PASSWORD = "correct horse";

/** Whether the program can be run here. */
export function isInstalled(program: "qbittorrent-nox" | "transmission-daemon"): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** qBittorrent without a window; Debian 12 has 4.5.2. */
export async function startQbittorrent(): Promise<RealClient> {
  const salt = randomBytes(16);
  const key = pbkdf2Sync(PASSWORD, salt, 100_000, 64, "sha512");
  return start("qbittorrent-nox", ({ folder }) => [`--profile=${folder}`], {
    path: "qBittorrent/config/qBittorrent.conf",
    // A wrong name is ignored in silence, and the default holds: it would listen everywhere.
    write: ({ port, peerPort, downloadsDir }) => String.raw`
[LegalNotice]
Accepted=true

[BitTorrent]
Session\Interface=lo
Session\InterfaceName=lo
Session\InterfaceAddress=127.0.0.1
Session\Port=${peerPort}
Session\BTProtocol=TCP
Session\Encryption=2
Session\DHTEnabled=false
Session\PeXEnabled=false
Session\LSDEnabled=false
Session\MultiConnectionsPerIp=true
Session\QueueingSystemEnabled=false
Session\DefaultSavePath=${downloadsDir}
Session\TempPathEnabled=false

[Network]
PortForwardingEnabled=false

[Preferences]
Connection\ResolvePeerCountries=false
Connection\ResolvePeerHostNames=false
General\Locale=en
WebUI\Address=127.0.0.1
WebUI\Port=${port}
WebUI\UseUPnP=false
WebUI\LocalHostAuth=true
WebUI\Username=${USERNAME}
WebUI\Password_PBKDF2="@ByteArray(${salt.toString("base64")}:${key.toString("base64")})"
`,
  });
}

/** Transmission's daemon; Debian 12 has 3.00. */
export async function startTransmission(): Promise<RealClient> {
  return start("transmission-daemon", ({ folder }) => ["--foreground", "--config-dir", folder], {
    path: "settings.json",
    write: ({ port, peerPort, downloadsDir }) =>
      JSON.stringify({
        "rpc-enabled": true,
        "rpc-bind-address": "127.0.0.1",
        "rpc-port": port,
        "rpc-url": "/transmission/",
        "rpc-authentication-required": true,
        "rpc-username": USERNAME,
        "rpc-password": PASSWORD,
        "rpc-whitelist-enabled": true,
        "rpc-whitelist": "127.0.0.1",
        "bind-address-ipv4": "127.0.0.1",
        "bind-address-ipv6": "::1",
        "peer-port": peerPort,
        "peer-port-random-on-start": false,
        "dht-enabled": false,
        "lpd-enabled": false,
        "pex-enabled": false,
        "utp-enabled": false,
        "port-forwarding-enabled": false,
        "blocklist-enabled": false,
        encryption: 0,
        "download-dir": downloadsDir,
        "download-queue-enabled": false,
        "seed-queue-enabled": false,
        umask: 18,
      }),
  });
}

interface Place {
  readonly folder: string;
  readonly downloadsDir: string;
  readonly port: number;
  readonly peerPort: number;
}

async function start(
  program: string,
  argumentsFor: (place: Place) => string[],
  settings: { path: string; write: (place: Place) => string },
): Promise<RealClient> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `${program}-`)));
  const [port, peerPort] = await Promise.all([freePort(), freePort()]);
  const place = { folder, downloadsDir: join(folder, "downloads"), port, peerPort };
  await mkdir(place.downloadsDir);
  await mkdir(dirname(join(folder, settings.path)), { recursive: true });
  await writeFile(join(folder, settings.path), settings.write(place));
  const url = `http://127.0.0.1:${port}`;
  let running: ChildProcess;

  async function run(): Promise<void> {
    running = spawn(program, argumentsFor(place), { stdio: "ignore", env: { ...process.env, HOME: folder } });
    running.on("error", () => undefined);
    await eventually(() => fetch(url, { redirect: "manual" }));
  }
  async function end(): Promise<void> {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    const impatience = setTimeout(() => running.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(impatience);
  }

  await run();
  // A test run that is cut off must leave nothing behind.
  process.once("exit", () => running.kill("SIGKILL"));
  return {
    url,
    username: USERNAME,
    password: PASSWORD,
    downloadsDir: place.downloadsDir,
    async restart() {
      await end();
      await run();
    },
    async stop() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Taken and given back at once: somebody else may take it, but seldom does. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
