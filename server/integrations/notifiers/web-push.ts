/**
 * Web push: a browser of one person, by the push service of whoever makes that browser. It reads nothing of what it
 * carries: that is sealed for the browser. Nobody configures it: each browser that is subscribed is opened as a channel.
 */
import { createECDH } from "node:crypto";
import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { IntegrationRuntime } from "../integration.ts";
import { boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const PUSH_SERVICE = "browser's push service";
const curve = "prime256v1";

/** A browser that is away for longer hears nothing: it was news, and is on the pages. */
const keptForSeconds = 86_400;
/** Push services take 4096 bytes; what seals and signs it needs a hundred. */
const mostBytes = 3_900;

const noService = "That is not the address of a push service.";
const base64url = (bytes: number) => (text: string) =>
  /^[\w-]{1,100}$/.test(text) && Buffer.from(text, "base64url").length === bytes;

const settings = z.object({
  endpoint: z
    .url({ protocol: /^https?$/, error: noService })
    .max(1000, noService)
    .meta({ label: "Address" }),
  p256dh: z
    .string()
    .refine(isPointOfCurve, "That is not the key of a browser.")
    .meta({ label: "Public key", description: "The browser's, for which messages are sealed." }),
  auth: z.string().refine(base64url(16), "That is not the secret of a browser.").meta({
    label: "Secret",
    secret: true,
    description: "The browser's, which it shares with this server.",
  }),
  private_key: z.string().refine(base64url(32), "That is no key.").meta({ label: "Private key", secret: true }),
  subject: z.url().meta({ label: "Contact", description: "Whom a push service may turn to: mailto: or https:." }),
});

export const webPush = {
  label: "Browser",
  settings,
  recipient: null,
  async open(
    { endpoint, p256dh, auth, private_key: privateKey, subject }: z.infer<typeof settings>,
    { http }: Pick<IntegrationRuntime, "http">,
  ) {
    async function send(message: Message, signal: AbortSignal): Promise<void> {
      // Where no browser is subscribed it is never loaded.
      const { default: library } = await import("web-push");
      const { headers, body } = library.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, write(message), {
        vapidDetails: { subject, publicKey: publicKeyOf(privateKey), privateKey },
        TTL: keptForSeconds,
        // While the browser is away the same message waits for it once, however often it was sent.
        topic: message.id.replaceAll("-", "").slice(0, 32),
      });
      const { "Content-Length": _, ...rest } = headers as Record<string, unknown>;
      const { status } = await http.request(endpoint, {
        ...boundsOfAnswer,
        integration: PUSH_SERVICE,
        // A browser's word is no admin's.
        namedBy: "stranger",
        method: "POST",
        headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
        body: body!,
        expectStatus: [401, 403, 404, 410],
        signal,
      });
      if (status >= 400) throw refusal(status);
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: "The browser gets a test message." };
      },
    };
  },
} satisfies NotifierAdapter<z.infer<typeof settings>>;

/** Whether the browser has taken its subscription back, or was reinstalled: nothing will reach it there again. */
export function isGoneForGood(error: unknown): boolean {
  return error instanceof UpstreamRejectedError && [404, 410].includes(error.facts.status ?? 0);
}

/** @returns by which browsers know messages of whoever has the private key. Both base64url. */
export function publicKeyOf(privateKey: string): string {
  const pair = createECDH(curve);
  pair.setPrivateKey(privateKey, "base64url");
  return pair.getPublicKey("base64url");
}

/** @returns a private key, base64url. */
export function makePrivateKey(): string {
  const pair = createECDH(curve);
  pair.generateKeys();
  // A leading zero is left out.
  return Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString("base64url");
}

/** What client/service-worker.js reads. Of too long a text the end is left out. */
function write({ id, title, body, path }: Message): string {
  const json = (text: string) => JSON.stringify({ title, body: text, path: path ?? "/", tag: id });
  let text = body;
  while (text.length > 1 && Buffer.byteLength(json(text)) > mostBytes)
    text = `${text.slice(0, Math.floor(text.length * 0.9) - 1).toWellFormed()}…`;
  return json(text);
}

function isPointOfCurve(key: string): boolean {
  const pair = createECDH(curve);
  pair.generateKeys();
  try {
    pair.computeSecret(key, "base64url");
    return base64url(65)(key);
  } catch {
    return false;
  }
}

function refusal(status: number): UpstreamRejectedError {
  const sentence =
    status === 404 || status === 410
      ? `The browser is not subscribed any more (${status}): its push service does not know it.`
      : `The ${PUSH_SERVICE} refused this server's key (${status}). Turn the notifications off and on again in that browser.`;
  return new UpstreamRejectedError(sentence, { integration: PUSH_SERVICE, status });
}
