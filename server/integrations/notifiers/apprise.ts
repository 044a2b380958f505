/** Apprise: a server that knows a hundred further services. */
import { z } from "zod";
import { bodyWithLink, boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const APPRISE = "Apprise server";

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({ label: "Address" }),
  urls: z.string().trim().max(2000).default("").meta({
    label: "Apprise URLs",
    secret: true,
    description:
      "Where Apprise is to send, when the address names no configuration of its own: pover://user@token, with commas between several.",
  }),
});

export const apprise: NotifierAdapter<z.infer<typeof settings>> = {
  label: "Apprise",
  settings,
  recipient: null,
  async open({ url, urls }, { http }) {
    async function send(message: Message, signal: AbortSignal): Promise<void> {
      await http.request(url, {
        ...boundsOfAnswer,
        // It answers once every service behind it has.
        timeoutMs: 30_000,
        integration: APPRISE,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          title: message.title,
          body: bodyWithLink(message),
          type: message.isProblem ? "warning" : "info",
          ...(urls ? { urls } : {}),
        }),
        signal,
      });
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: "It has passed a test message on." };
      },
    };
  },
};
