/** The port of what carries a message to people: their telephone, their chat, their letter box. */
import { randomUUID } from "node:crypto";
import type { Integration, IntegrationCheck } from "../integration.ts";

/** What is sent. Its texts are plain and bounded: a title of one line and 200 characters, 1000 of the rest. */
export interface Message {
  /** The same whenever the same message is sent again: whoever gets it twice can tell. */
  readonly id: string;
  /** Of notification-events.ts, or `test`. */
  readonly event: string;
  readonly title: string;
  readonly body: string;
  /** Where more is to be seen; null while nobody has said where this server is reached. */
  readonly link: string | null;
  /** The page of `link`, for what knows by itself where this server is. */
  readonly path: string | null;
  readonly isProblem: boolean;
  readonly at: Date;
}

/** A channel that is open. */
export interface Notifier {
  /**
   * Returns as soon as the other side has taken the message.
   * @param recipient one person in the place of the channel's own; only of an adapter that says what that is.
   * @throws UpstreamUnavailableError | UpstreamRejectedError
   */
  send(message: Message, signal: AbortSignal, recipient?: string): Promise<void>;
  /** Sends a message that says that it is a test. @throws as `send` does. */
  check(signal: AbortSignal): Promise<IntegrationCheck>;
  close?(): Promise<void>;
}

/** How single people are reached by a channel: each enters it. */
export interface Recipient {
  readonly label: string;
  readonly description: string;
  readonly pattern: RegExp;
}

/** An adapter of this kind. */
export interface NotifierAdapter<Settings extends Record<string, unknown>> extends Integration<Settings, Notifier> {
  /** null: it reaches nobody but its own place. */
  readonly recipient: Recipient | null;
}

/** An answer is read for whether it says yes, and no further. */
export const boundsOfAnswer = { timeoutMs: 15_000, maxBytes: 64 * 1024 } as const;

/** What the Test button sends. */
export function testMessage(): Message {
  return {
    id: randomUUID(),
    event: "test",
    title: "ReadMeABook can reach you here",
    body: "This is a test. What this channel is for comes as it happens.",
    link: null,
    path: null,
    isProblem: false,
    at: new Date(),
  };
}

/** The body, and below it the link: for what shows plain text only. */
export function bodyWithLink({ body, link }: Message): string {
  return link ? `${body}\n${link}` : body;
}
