/** ntfy: a topic of ntfy.sh or of one's own server, to which telephones listen. People may each have a topic of their own there. */
import { z } from "zod";
import { readJson } from "../lenient-json.ts";
import { boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const NTFY = "ntfy server";
const topicName = /^[\w-]{1,64}$/;
const taken = z.object({ id: z.string() });

const settings = z.object({
  url: z
    .url({ protocol: /^https?$/, error: "Enter an http or https address." })
    .refine(
      (url) => topicName.test(new URL(url).pathname.split("/").at(-1)!),
      "Put the topic at its end: https://ntfy.sh/our-books.",
    )
    .meta({ label: "Address" }),
  token: z.string().trim().max(200).default("").meta({
    label: "Access token",
    secret: true,
    description: "Leave it empty when anybody may write to the topic.",
  }),
});

export const ntfy: NotifierAdapter<z.infer<typeof settings>> = {
  label: "ntfy",
  settings,
  recipient: {
    label: "ntfy topic",
    description:
      "A topic of your own at the same server. Whoever knows its name can read along: choose one that nobody guesses.",
    pattern: topicName,
  },
  async open({ url, token }, { http }) {
    const server = new URL(".", url).href;
    const own = new URL(url).pathname.split("/").at(-1)!;
    async function send(message: Message, signal: AbortSignal, topic = own): Promise<void> {
      // To the server, and not to the topic: only so it takes a title that is not ASCII.
      const answer = await http.request(server, {
        ...boundsOfAnswer,
        integration: NTFY,
        method: "POST",
        headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({
          topic,
          title: message.title,
          message: message.body,
          ...(message.link ? { click: message.link } : {}),
          ...(message.isProblem ? { priority: 4, tags: ["warning"] } : {}),
        }),
        signal,
      });
      readJson(answer, taken, NTFY, "an answer of ntfy");
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: `The topic ${own} has a test message.` };
      },
    };
  },
};
