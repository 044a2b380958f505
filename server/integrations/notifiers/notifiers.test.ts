import { expect, it } from "vitest";
import { startMailServer } from "../../testing/fakes/mail-server.ts";
import { startPushService } from "../../testing/fakes/push-service.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "../../testing/fakes/vendor-server.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import { withConfiguredOrigins } from "../http-client.ts";
import { apprise } from "./apprise.ts";
import { discord } from "./discord.ts";
import { email } from "./email.ts";
import { describeNotifier, type NotifierUnderTest, type Received } from "./notifier.contract.ts";
import { testMessage, type NotifierAdapter } from "./notifier.ts";
import { ntfy } from "./ntfy.ts";
import { telegram } from "./telegram.ts";
import { isGoneForGood, makePrivateKey, publicKeyOf, webPush } from "./web-push.ts";
import { webhook } from "./webhook.ts";

interface Receiver {
  readonly adapter: NotifierAdapter<any>;
  readonly settings: (url: string) => Readonly<Record<string, unknown>>;
  readonly secret: string;
  /** What it takes of what is sent to it; null: it refuses it. */
  readonly read: (body: any, headers: Readonly<Record<string, any>>, path: string) => Received | null;
  readonly answer: VendorAnswer;
  /** Its answer is read, so that a web page in its place is no yes. */
  readonly isRead: boolean;
}

/** A receiver of JSON over HTTP. */
async function start({ adapter, settings, secret, read, answer, isRead }: Receiver): Promise<NotifierUnderTest> {
  const received: Received[] = [];
  const vendor: VendorServer = await startVendorServer((url, { headers }, body) => {
    const taken = read(JSON.parse(Buffer.from(body).toString()), headers, url.pathname + url.search);
    if (!taken) return { status: 403, body: `not with ${secret}` };
    received.push(taken);
    return answer;
  });
  const json = { "content-type": "application/json" };
  const status = (code: number) => () => vendor.fault({ status: code, headers: json, body: `{"echo":"${secret}"}` });
  const noYes: NotifierUnderTest["faults"] = {
    "a web page": [() => vendor.fault("html"), "rejected"],
    nothing: [() => vendor.fault("empty"), "rejected"],
  };
  const faults: NotifierUnderTest["faults"] = {
    "404": [status(404), "rejected"],
    "401": [status(401), "rejected"],
    "400": [status(400), "rejected"],
    "a redirect": [() => vendor.fault({ status: 302, headers: { location: "http://127.0.0.1:9/" } }), "rejected"],
    "500": [status(500), "unavailable"],
    "429": [() => vendor.fault("rate_limited"), "unavailable"],
    silence: [() => vendor.fault("silent"), "unavailable"],
    "an answer without an end": [() => vendor.fault("oversized"), "rejected"],
    ...(isRead ? noYes : {}),
  };
  return {
    adapter,
    settings: settings(vendor.url),
    received: () => received,
    secret,
    faults,
    leftAlone: () => vendor.fault("rate_limited"),
    close: () => vendor.close(),
  };
}

const token = "tk_s3cr3t0000000000000000000000";

describeNotifier("a webhook", () =>
  start({
    adapter: webhook,
    settings: (url) => ({ url: `${url}/hook`, authorization: `Bearer ${token}` }),
    secret: `Bearer ${token}`,
    read: ({ title, body, link }, headers) =>
      headers["authorization"] === `Bearer ${token}`
        ? { id: headers["idempotency-key"], text: [title, body, link].join("\n") }
        : null,
    answer: { status: 204 },
    isRead: false,
  }),
);

describeNotifier("ntfy", () =>
  start({
    adapter: ntfy,
    settings: (url) => ({ url: `${url}/below/our-books`, token }),
    secret: token,
    read: ({ topic, title, message, click = "" }, headers, path) =>
      headers["authorization"] === `Bearer ${token}` && path === "/below/"
        ? { text: [title, message, click].join("\n"), to: topic }
        : null,
    answer: { body: `{"id":"abc","event":"message"}` },
    isRead: true,
  }),
);

const discordSecret = "1234567890/AbC-dEf_0123456789";
describeNotifier("Discord", () =>
  start({
    adapter: discord,
    settings: (url) => ({ webhook_url: `${url}/api/webhooks/${discordSecret}` }),
    secret: "",
    read: ({ embeds: [{ title, description, url = "" }], allowed_mentions }, _headers, path) =>
      path === `/api/webhooks/${discordSecret}?wait=true` && allowed_mentions.parse.length === 0
        ? { text: [title, description, url].join("\n") }
        : null,
    answer: { body: `{"id":"1"}` },
    isRead: true,
  }).then((test) => ({ ...test, secret: String(test.settings["webhook_url"]) })),
);

const botToken = "123456789:AAE_s3cr3t-s3cr3t-s3cr3t";
describeNotifier("Telegram", () =>
  start({
    adapter: telegram,
    settings: (url) => ({ url, bot_token: botToken, chat_id: "-100200" }),
    secret: botToken,
    read: ({ chat_id, text, parse_mode }, _headers, path) =>
      path === `/bot${botToken}/sendMessage` && parse_mode === undefined ? { text, to: chat_id } : null,
    answer: { body: `{"ok":true,"result":{}}` },
    isRead: true,
  }),
);

const appriseUrls = "pover://user@s3cr3t-token";
describeNotifier("Apprise", () =>
  start({
    adapter: apprise,
    settings: (url) => ({ url: `${url}/notify`, urls: appriseUrls }),
    secret: appriseUrls,
    read: ({ title, body, urls, type }) => (urls === appriseUrls && type ? { text: `${title}\n${body}` } : null),
    answer: { body: "sent" },
    isRead: false,
  }),
);

const password = "s3cr3t password";
describeNotifier("e-mail", async () => {
  const server = await startMailServer({ username: "books", password });
  const reply = (to: string, line: string) => () => server.fault(to, line);
  return {
    adapter: email,
    settings: { url: server.url, username: "books", password, from: "books@example.org", to: "us@example.org" },
    received: () =>
      server.mails.map(({ to, subject, text, messageId }) => ({ id: messageId, to, text: `${subject}\n${text}` })),
    secret: password,
    faults: {
      "a wrong password": [reply("AUTH", `535 no such ${password}`), "rejected"],
      "a password that cannot be checked": [reply("AUTH", "454 later"), "unavailable"],
      "a recipient that is not there": [reply("RCPT", "550 nobody of this name"), "rejected"],
      "a recipient that is busy": [reply("RCPT", "450 later"), "unavailable"],
      "a message that is refused": [reply("DATA", "554 spam"), "rejected"],
      "a server that goes": [reply("MAIL", "421 bye"), "unavailable"],
      "a server that hangs up": [reply("MAIL", ""), "unavailable"],
    },
    close: () => server.close(),
  };
});

const privateKey = makePrivateKey();
/** A push service on this machine is called only when an admin has configured something there. */
const pushRuntime = (origin: string) => ({
  http: withConfiguredOrigins(makeIntegrationRuntime(600).http, async () => new Set([origin])),
});
describeNotifier("a browser", async () => {
  const service = await startPushService();
  const browser = service.subscribe(publicKeyOf(privateKey));
  const { auth } = browser.keys;
  const status = (code: number) => () => service.fault({ status: code, body: auth });
  return {
    adapter: { ...webPush, open: (settings) => webPush.open(settings, pushRuntime(service.url)) },
    settings: { ...browser.keys, private_key: privateKey, subject: "https://books.example" },
    received: () =>
      browser.got.map(({ title, body, path, tag }) => ({
        id: tag,
        text: [title, body, path === "/" ? "" : new URL(path, "https://books.example")].join("\n"),
      })),
    secret: auth,
    faults: {
      "410": [status(410), "rejected"],
      "404": [status(404), "rejected"],
      "403": [status(403), "rejected"],
      "400": [status(400), "rejected"],
      "413": [status(413), "rejected"],
      "a redirect": [() => service.fault({ status: 302, headers: { location: "http://127.0.0.1:9/" } }), "rejected"],
      "500": [status(500), "unavailable"],
      "429": [() => service.fault("rate_limited"), "unavailable"],
      silence: [() => service.fault("silent"), "unavailable"],
      "an answer that breaks off": [() => service.fault("dropped"), "unavailable"],
      "an answer without an end": [() => service.fault("oversized"), "rejected"],
    },
    leftAlone: () => service.fault("rate_limited"),
    close: () => service.close(),
  };
});

it("sends a browser the beginning of what is too long for it, for a day, and once while it is away", async () => {
  const service = await startPushService();
  const browser = service.subscribe(publicKeyOf(privateKey));
  const settings = { ...browser.keys, private_key: privateKey, subject: "mailto:somebody@example.org" };
  const notifier = await webPush.open(settings, pushRuntime(service.url));
  const body = `${"書".repeat(999)}\n`;
  const message = { ...testMessage(), title: "\u{1F4D8}".repeat(100), body: body.repeat(2), path: "/requests/1" };
  await notifier.send(message, AbortSignal.timeout(5_000));
  await service.close();
  const [got] = browser.got;
  expect(got).toMatchObject({ title: message.title, path: "/requests/1", tag: message.id, ttl: 86_400 });
  expect(got!.topic).toBe(message.id.replaceAll("-", ""));
  expect(got!.body).toMatch(/^書{900,}[^]*…$/);
});

it("calls no push service that is not on the public internet, and knows who is gone from who is only hard to reach", async () => {
  const service = await startPushService();
  const { keys } = service.subscribe(publicKeyOf(privateKey));
  const settings = { ...keys, private_key: privateKey, subject: "mailto:somebody@example.org" };
  const send = async (endpoint: string, runtime: Parameters<typeof webPush.open>[1]) =>
    (await webPush.open({ ...settings, endpoint }, runtime)).send(testMessage(), AbortSignal.timeout(5_000)).then(
      () => null,
      (error: unknown) => error,
    );
  for (const host of ["127.0.0.1", "localhost", "[::1]", "169.254.169.254"]) {
    const error = await send(`https://${host}:${new URL(service.url).port}/push`, makeIntegrationRuntime());
    expect(error, host).toMatchObject({ message: expect.stringMatching(/not on the public internet/) });
    expect(isGoneForGood(error)).toBe(false);
  }
  expect(service.requests).toEqual([]);
  expect(isGoneForGood(await send(`${service.url}/push/nobody`, pushRuntime(service.url)))).toBe(true);
  service.fault("server_error");
  expect(isGoneForGood(await send(keys.endpoint, pushRuntime(service.url)))).toBe(false);
  await service.close();
});

it("fills a webhook's template so that it stays JSON, whatever is in a title", async () => {
  const bodies: unknown[] = [];
  const vendor = await startVendorServer((_url, _request, body) => {
    bodies.push(JSON.parse(Buffer.from(body).toString()));
    return {};
  });
  const settings = webhook.settings.parse({
    url: vendor.url,
    template: `{ "content": "{{ title }}: {{body}}", "of": ["{{event}}", 1], "url": "{{link}}" }`,
  });
  const notifier = await webhook.open(settings, makeIntegrationRuntime());
  await notifier.send({ ...testMessage(), title: `", "admin": "{{body}}`, body: "b\n" }, AbortSignal.timeout(5_000));
  await vendor.close();
  expect(bodies).toEqual([{ content: `", "admin": "{{body}}: b\n`, of: ["test", 1], url: "" }]);
});

it.each([
  ["no JSON", `{ "a": {{title}} }`, /inside a text/],
  ["an unknown placeholder", `{ "a": "{{password}}" }`, /There is no {{password}}/],
])("refuses a template with %s", (_what, template, sentence) => {
  const { error } = webhook.settings.safeParse({ url: "http://hook.example", template });
  expect(error?.issues[0]?.message).toMatch(sentence);
});

it("calls no mail server at an address of the network's own machinery", async () => {
  const settings = email.settings.parse({ url: "smtp://169.254.169.254", from: "a@b.example", to: "a@b.example" });
  const notifier = await email.open(settings, makeIntegrationRuntime());
  await expect(notifier.check(AbortSignal.timeout(5_000))).rejects.toThrow(/never called/);
});
