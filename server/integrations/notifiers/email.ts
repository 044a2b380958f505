/**
 * E-mail, by a server of the admin's that passes it on. People may each have an address of their own. The mail server is
 * called past the HTTP client, under the same rules: an address that may be called, and an end to waiting.
 */
import type { NodemailerError } from "nodemailer";
import { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { FORBIDDEN_ADDRESS, guardLookup, mayCall } from "../outgoing-addresses.ts";
import { bodyWithLink, boundsOfAnswer, testMessage, type Message, type NotifierAdapter } from "./notifier.ts";

const MAIL_SERVER = "mail server";
const mailAddress = /^[^\s@<>,;"()]{1,64}@[^\s@<>,;"()]{1,190}$/;
const usualPorts: Readonly<Record<string, number>> = { "smtp:": 587, "smtps:": 465 };

const settings = z.object({
  url: z
    .string()
    .trim()
    .refine(
      (text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? ""),
      "Enter smtp://mail.example.org:587 or smtps://mail.example.org:465.",
    )
    .meta({
      label: "Address",
      description:
        "Where messages are sent. E-mail: the mail server, such as smtp://mail.example.org:587. ntfy: with the topic at its end, such as https://ntfy.sh/our-books. Apprise: its notify address, such as http://apprise:8000/notify/home. Telegram: leave it empty.",
    }),
  username: z
    .string()
    .trim()
    .max(255)
    .default("")
    .meta({ label: "User name", description: "Leave it empty when the mail server asks for none." }),
  password: z
    .string()
    .max(255)
    .default("")
    .meta({ label: "Password", secret: true, description: "The mail server's." }),
  from: z
    .string()
    .trim()
    .regex(mailAddress, "Enter an address such as books@example.org.")
    .meta({ label: "Sender", description: "The address that mails come from." }),
  to: z.string().trim().regex(mailAddress, "Enter an address such as me@example.org.").meta({
    label: "Recipient",
    description: "Who gets what this channel is told of. People enter their own address in their profile.",
  }),
});

export const email: NotifierAdapter<z.infer<typeof settings>> = {
  label: "E-mail",
  settings,
  recipient: { label: "E-mail address", description: "Where mails to you go.", pattern: mailAddress },
  async open({ url, username, password, from, to: own }) {
    const { protocol, hostname, port } = new URL(url);
    const name = hostname.replace(/^\[|\]$/g, "");

    async function send(message: Message, signal: AbortSignal, to = own): Promise<void> {
      const timeout = AbortSignal.timeout(boundsOfAnswer.timeoutMs);
      try {
        const address = await lookUp(name);
        // Most servers send no mail: it is loaded with the first one.
        const { createTransport } = await import("nodemailer");
        const transport = createTransport({
          host: address,
          port: Number(port) || usualPorts[protocol]!,
          secure: protocol === "smtps:",
          // A password goes over the internet only when nobody can read it there.
          requireTLS: password !== "" && mayCall(address, "stranger"),
          tls: { servername: name, rejectUnauthorized: protocol === "smtps:" || password !== "" },
          ...(username ? { auth: { user: username, pass: password } } : {}),
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: boundsOfAnswer.timeoutMs,
        });
        await transport.sendMail({
          from: { name: "ReadMeABook", address: from },
          to,
          subject: message.title,
          text: bodyWithLink(message),
          date: message.at,
          messageId: `<${message.id}@readmeabook>`,
          headers: { "Auto-Submitted": "auto-generated" },
          disableFileAccess: true,
          disableUrlAccess: true,
          signal: AbortSignal.any([signal, timeout]),
        });
      } catch (error) {
        signal.throwIfAborted();
        throw timeout.aborted
          ? unavailable("did not take the message in time")
          : asUpstreamError(error as NodemailerError, name);
      }
    }
    return {
      send,
      async check(signal) {
        await send(testMessage(), signal);
        return { version: null, message: `A test message is on its way to ${own}.` };
      },
    };
  },
};

function lookUp(name: string): Promise<string> {
  return new Promise((resolve, reject) =>
    guardLookup("admin")(name, {}, (error, address) => (error ? reject(error) : resolve(address as string))),
  );
}

/** What the server says is left out: it may quote what it was told. */
function asUpstreamError(
  { code, responseCode }: Omit<NodemailerError, "code"> & { readonly code?: string },
  name: string,
): Error {
  if (code === FORBIDDEN_ADDRESS)
    return rejected("has an address that belongs to the network's own machinery and is never called");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EDNS")
    return unavailable(`cannot be found: there is no host named ${name}`);
  if (code === "EAUTH" || code === "ENOAUTH") {
    // 4xx: not now.
    return responseCode !== undefined && responseCode < 500
      ? unavailable("cannot check the password at the moment")
      : rejected("refused the user name or password");
  }
  if (code === "ETLS") return rejected("cannot be reached over TLS: it offers none, or its certificate is not trusted");
  if (responseCode !== undefined && responseCode >= 500)
    return rejected(`refused the ${code === "EENVELOPE" ? "sender or the recipient" : "message"} (${responseCode})`);
  if (responseCode !== undefined) return unavailable(`does not take messages at the moment (${responseCode})`);
  return unavailable("cannot be reached, or broke the connection off");
}

function rejected(what: string): UpstreamRejectedError {
  return new UpstreamRejectedError(`The ${MAIL_SERVER} ${what}. Check its settings under Settings.`, {
    integration: MAIL_SERVER,
  });
}

function unavailable(what: string): UpstreamUnavailableError {
  return new UpstreamUnavailableError(
    `The ${MAIL_SERVER} ${what}. Check that it runs, and its address under Settings.`,
    { integration: MAIL_SERVER },
  );
}
