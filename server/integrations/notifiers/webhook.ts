/**
 * JSON to an address of one's own choosing: Home Assistant, n8n, a script. `Idempotency-Key` is the same when the same
 * message is sent again.
 */
import { z } from "zod";
import { boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const WEBHOOK = "webhook";

const names = ["id", "event", "title", "body", "link", "time"] as const;
const placeholder = /\{\{\s*([a-z]+)\s*\}\}/g;

/** A placeholder stands within a text, so that whatever is put in its place the whole stays JSON. */
const template = z
  .string()
  .trim()
  .default("")
  .superRefine((text, context) => {
    if (text === "") return;
    try {
      JSON.parse(text);
    } catch {
      context.addIssue('Enter JSON, with each placeholder inside a text: { "text": "{{title}}" }.');
    }
    const unknown = [...text.matchAll(placeholder)].find(([, name]) => !names.includes(name as never));
    if (unknown)
      context.addIssue(`There is no ${unknown[0]}. There are ${names.map((name) => `{{${name}}}`).join(", ")}.`);
  });

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({ label: "Address" }),
  authorization: z.string().trim().max(1000).default("").meta({
    label: "Authorization header",
    secret: true,
    description: "As it is sent: Bearer …, or Basic …. Leave it empty when the address asks for none.",
  }),
  template: template.meta({
    label: "Template",
    description:
      "The JSON that is sent, with {{title}}, {{body}}, {{link}}, {{event}}, {{id}} and {{time}} inside its texts. Empty: all of them under these names.",
  }),
});

export const webhook: NotifierAdapter<z.infer<typeof settings>> = {
  label: "Webhook",
  settings,
  recipient: null,
  async open({ url, authorization, template }, { http }) {
    const shape = template === "" ? null : (JSON.parse(template) as unknown);
    async function send(message: Message, signal: AbortSignal): Promise<void> {
      await http.request(url, {
        ...boundsOfAnswer,
        integration: WEBHOOK,
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": message.id,
          ...(authorization ? { authorization } : {}),
        },
        body: JSON.stringify(fill(shape, valuesOf(message))),
        signal,
      });
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: "It has taken a test message." };
      },
    };
  },
};

function valuesOf({ id, event, title, body, link, at }: Message): Record<(typeof names)[number], string> {
  return { id, event, title, body, link: link ?? "", time: at.toISOString() };
}

function fill(shape: unknown, values: Record<string, string>): unknown {
  if (shape === null) return values;
  return JSON.parse(JSON.stringify(shape), (_key, value: unknown) =>
    typeof value === "string" ? value.replace(placeholder, (_all, name: string) => values[name] ?? "") : value,
  );
}
