/** Discord: a webhook of one channel of a server. */
import { z } from "zod";
import { readJson } from "../lenient-json.ts";
import { boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const DISCORD = "Discord webhook";
const taken = z.object({ id: z.string() });

/** Of the stripe beside a message: Discord's own red and green. */
const colours = { problem: 0xed4245, well: 0x57f287 };

const settings = z.object({
  webhook_url: z.url({ protocol: /^https?$/, error: "Enter the webhook's address." }).meta({
    label: "Webhook address",
    secret: true,
    description: "From the channel in Discord: Edit channel, Integrations, Webhooks, Copy webhook URL.",
  }),
});

export const discord: NotifierAdapter<z.infer<typeof settings>> = {
  label: "Discord",
  settings,
  recipient: null,
  async open({ webhook_url: url }, { http }) {
    async function send({ title, body, link, isProblem, at }: Message, signal: AbortSignal): Promise<void> {
      const answer = await http.request(url, {
        ...boundsOfAnswer,
        integration: DISCORD,
        method: "POST",
        // Without it Discord does not say whether it has taken the message.
        query: { wait: "true" },
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          // A book called @everyone wakes nobody.
          allowed_mentions: { parse: [] },
          embeds: [
            {
              title,
              description: body,
              color: isProblem ? colours.problem : colours.well,
              timestamp: at.toISOString(),
              ...(link ? { url: link } : {}),
            },
          ],
        }),
        signal,
      });
      readJson(answer, taken, DISCORD, "an answer of Discord");
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: "The channel has a test message." };
      },
    };
  },
};
