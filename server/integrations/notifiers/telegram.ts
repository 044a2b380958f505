/** Telegram: a bot that writes into a chat. People may each have a chat of their own with it. */
import { z } from "zod";
import { readJson } from "../lenient-json.ts";
import { bodyWithLink, boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const TELEGRAM = "Telegram bot";
const chatId = /^(-?\d{1,20}|@\w{5,32})$/;
const taken = z.object({ ok: z.literal(true) });

const settings = z.object({
  url: z
    .url({ protocol: /^https?$/, error: "Enter an http or https address." })
    .default("https://api.telegram.org")
    .meta({ label: "Address" }),
  bot_token: z
    .string()
    .trim()
    .min(1, "Enter the token as BotFather shows it: 123456789:AAE….")
    .max(200)
    .meta({ label: "Bot token", secret: true, description: "From @BotFather, who makes bots." }),
  chat_id: z.string().trim().regex(chatId, "Enter the number of a chat, or @channel.").meta({
    label: "Chat",
    description: "The number of the chat that the bot is to write to, or @channel. The bot must be in it.",
  }),
});

export const telegram: NotifierAdapter<z.infer<typeof settings>> = {
  label: "Telegram",
  settings,
  recipient: {
    label: "Telegram chat",
    description:
      "The number of your chat with the bot: @userinfobot tells you yours. Write to the bot once, so that it may answer.",
    pattern: chatId,
  },
  async open({ url, bot_token: token, chat_id: own }, { http }) {
    async function send(message: Message, signal: AbortSignal, chat = own): Promise<void> {
      const answer = await http.request(`${url.replace(/\/+$/, "")}/bot${encodeURI(token)}/sendMessage`, {
        ...boundsOfAnswer,
        integration: TELEGRAM,
        method: "POST",
        headers: { "content-type": "application/json" },
        // Without a parse mode it is plain text, whatever is in a title.
        body: JSON.stringify({ chat_id: chat, text: `${message.title}\n\n${bodyWithLink(message)}` }),
        signal,
      });
      readJson(answer, taken, TELEGRAM, "an answer of Telegram");
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: "The chat has a test message." };
      },
    };
  },
};
