/**
 * A push service and the browsers that are subscribed there. It takes only what is signed with the key that a browser was
 * subscribed with (RFC 8292), and opens it as the browser does (RFC 8291), with nothing of what sealed it.
 */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { startVendorServer, type VendorServer } from "./vendor-server.ts";

/** What a browser has got. */
export interface Pushed {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
  readonly topic: string;
  readonly ttl: number;
}

/** A browser that is subscribed. */
export interface FakeBrowser {
  /** What it tells the server of itself. */
  readonly keys: { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
  /** Everything that it was sent, oldest first. */
  readonly got: Pushed[];
  /** Its push service knows it no more. */
  unsubscribe(): void;
}

/** A running push service. */
export interface PushService extends VendorServer {
  /** @param serverKey the public key of who may send. */
  subscribe(serverKey: string): FakeBrowser;
}

/** Starts one. */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<
    string,
    { readonly serverKey: string; open(body: Buffer): string; readonly got: Pushed[] }
  >();
  const vendor = await startVendorServer((url, { headers, method }, bytes) => {
    const browser = browsers.get(url.pathname);
    if (!browser) return { status: 410 };
    if (method !== "POST" || headers["content-encoding"] !== "aes128gcm") return { status: 400 };
    if (!isSigned(headers, browser.serverKey, url.origin)) return { status: 403 };
    if (bytes.length > 4096) return { status: 413 };
    const ttl = Number(headers["ttl"]);
    browser.got.push({ ...JSON.parse(browser.open(Buffer.from(bytes))), topic: headers["topic"], ttl });
    return { status: 201 };
  });
  return {
    ...vendor,
    subscribe(serverKey) {
      const path = `/push/${randomBytes(24).toString("base64url")}`;
      const pair = createECDH("prime256v1");
      const own = pair.generateKeys();
      const secret = randomBytes(16);
      const got: Pushed[] = [];
      browsers.set(path, {
        serverKey,
        got,
        open: (body) => open(body, secret, own, (other) => pair.computeSecret(other)),
      });
      return {
        keys: { endpoint: vendor.url + path, p256dh: own.toString("base64url"), auth: secret.toString("base64url") },
        got,
        unsubscribe: () => void browsers.delete(path),
      };
    },
  };
}

function isSigned({ authorization = "" }: IncomingMessage["headers"], serverKey: string, origin: string): boolean {
  const [, token = "", key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = "", claims = "", signature = ""] = token.split(".");
  if (key !== serverKey || !signature) return false;
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString("base64url"));
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x: x!, y: y! }, format: "jwk" });
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  const { aud, exp, sub } = read(claims);
  const secondsLeft = exp - Date.now() / 1000;
  return (
    read(header).alg === "ES256" &&
    verify(
      "sha256",
      Buffer.from(`${header}.${claims}`),
      { key: publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    ) &&
    aud === origin &&
    secondsLeft > 0 &&
    secondsLeft <= 86_400 &&
    /^(mailto:|https:\/\/)/.test(sub)
  );
}

/** @param agree makes the secret that is shared with the other side's key. */
function open(body: Buffer, auth: Buffer, own: Buffer, agree: (other: Buffer) => Buffer): string {
  const [salt, other, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
  const derive = (from: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", from, salt, info, length));
  const shared = derive(agree(other), auth, Buffer.concat([Buffer.from("WebPush: info\0"), own, other]), 32);
  const key = derive(shared, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(shared, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce, { authTagLength: 16 }).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // What stands before the padding, which begins with a 2 in the last record.
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}
