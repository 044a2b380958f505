/** A mail server of few words: it takes mails from whoever knows the password, and fails when told to. */
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A mail that was taken. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Decoded. */
  readonly text: string;
  readonly messageId: string;
}

export interface MailServer {
  /** smtp://127.0.0.1:… */
  readonly url: string;
  readonly mails: Mail[];
  /** Answers the next command of this name with a line; an empty one: hangs up. */
  fault(command: string, line: string): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startMailServer(account: { username: string; password: string }): Promise<MailServer> {
  const mails: Mail[] = [];
  let fault: { command: string; line: string } | null = null;
  const sockets = new Set<Socket>();
  const right = Buffer.from(`\0${account.username}\0${account.password}`).toString("base64");

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    const say = (line: string) => socket.write(`${line}\r\n`);
    let to = "";
    let isData = false;
    let rest = "";
    say("220 fake");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      rest += chunk;
      for (;;) {
        const end = rest.indexOf(isData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          mails.push({ to, ...readMail(line) });
          say("250 taken");
          continue;
        }
        const command = line.slice(0, 4).toUpperCase();
        if (fault?.command === command) {
          const answer = fault.line;
          fault = null;
          if (answer) say(answer);
          else socket.destroy();
        } else if (command === "EHLO") say("250-fake\r\n250 AUTH PLAIN");
        else if (command === "AUTH") say(line.endsWith(right) ? "235 welcome" : "535 no");
        else if (command === "RCPT") {
          to = /<(.*)>/.exec(line)![1]!;
          say("250 yes");
        } else if (command === "DATA") {
          isData = true;
          say("354 go on");
        } else if (command === "QUIT") socket.end("221 bye\r\n");
        else say("250 yes");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    fault: (command, line) => void (fault = { command, line }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readMail(raw: string): Omit<Mail, "to"> {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const header = (name: string) =>
    (new RegExp(`^${name}: ?((?:.|\\r\\n[ \\t])*)`, "im").exec(head)?.[1] ?? "").replace(/\r\n[ \t]/g, " ");
  const encoding = header("content-transfer-encoding").trim().toLowerCase();
  const text = body.join("\r\n\r\n");
  const decoded =
    encoding === "base64"
      ? Buffer.from(text, "base64").toString()
      : encoding === "quoted-printable"
        ? decodeWords(text.replace(/=\r\n/g, ""), /=([0-9A-F]{2})/g)
        : text;
  const subject = header("subject").replace(/\?= =\?/g, "?==?");
  return {
    messageId: header("message-id"),
    text: decoded.replaceAll("\r\n", "\n").replace(/^\.\./gm, "."),
    subject: subject.replace(/=\?utf-8\?(q|b)\?(.*?)\?=/gi, (_all, how: string, word: string) =>
      how.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString()
        : decodeWords(word.replaceAll("_", " "), /=([0-9A-F]{2})/g),
    ),
  };
}

function decodeWords(text: string, escaped: RegExp): string {
  return Buffer.from(
    text.replace(escaped, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
}
