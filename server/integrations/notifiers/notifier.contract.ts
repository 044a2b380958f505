/** What every notification channel owes its callers, run against an in-process receiver that fails in each known way. */
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import { makeIntegrationRuntime } from "../../testing/integration-runtime.ts";
import type { Message, Notifier, NotifierAdapter } from "./notifier.ts";

/** What the receiver has taken: the text that a person reads, all of it. */
export interface Received {
  readonly id?: string | undefined;
  readonly text: string;
  /** Of a message to one person: how that person is reached. */
  readonly to?: string | undefined;
}

/** One adapter and the receiver it is to be tested against. */
export interface NotifierUnderTest {
  readonly adapter: NotifierAdapter<any>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly received: () => readonly Received[];
  /** Must never be seen in an error. */
  readonly secret: string;
  /** What goes wrong with the next message → what comes of it. */
  readonly faults: Readonly<Record<string, readonly [arrange: () => void, "rejected" | "unavailable"]>>;
  /** The receiver asks to be left alone for 7 seconds, where its protocol has a way to. */
  readonly leftAlone?: () => void;
  close(): Promise<void>;
}

const ERRORS = { rejected: UpstreamRejectedError, unavailable: UpstreamUnavailableError };
const message: Message = {
  id: "01890000-0000-7000-8000-000000000001",
  event: "request_available",
  title: `In the library: “Émma” & <b>friends</b> @everyone {{id}} *_\``,
  body: 'By Jane Austen.\nAsked for by "ann" \\ 💡',
  link: "https://books.example/requests/1",
  path: "/requests/1",
  isProblem: false,
  at: new Date("2026-01-02T03:04:05Z"),
};

/** @param setUp starts a receiver; it is closed after the last test. */
export function describeNotifier(name: string, setUp: () => Promise<NotifierUnderTest>): void {
  describe(`${name} as a notification channel`, () => {
    let test: NotifierUnderTest;
    let notifier: Notifier;
    const { signal } = new AbortController();
    const open = (settings: object) =>
      test.adapter.open(test.adapter.settings.parse(settings), makeIntegrationRuntime(600));

    beforeAll(async () => {
      test = await setUp();
      notifier = await open(test.settings);
    });
    afterAll(() => test.close());

    it("sends a message once, letter by letter, with its link", async () => {
      const before = test.received().length;
      await notifier.send(message, signal);
      const [{ id, text } = { text: "" }, ...more] = test.received().slice(before);
      expect(more).toEqual([]);
      expect(text).toContain(message.title);
      expect(text).toContain(message.body);
      expect(text).toContain(message.link);
      expect(id ?? message.id).toContain(message.id);
    });

    it("sends a message without a link", async () => {
      await notifier.send({ ...message, link: null, path: null, isProblem: true }, signal);
      expect(test.received().at(-1)!.text).not.toMatch(/null|undefined|https:\/\/books/);
    });

    it("sends a message that says that it is a test, and says in a sentence that it has", async () => {
      expect((await notifier.check(signal)).message).toMatch(/^[A-Z].*test message.*\.$/);
      expect(test.received().at(-1)!.text).toContain("This is a test.");
    });

    it("reaches single people when it says how, and only them", async () => {
      const { recipient } = test.adapter;
      if (!recipient) return;
      const one = ["somebody@example.org", "4711"].find((each) => recipient.pattern.test(each))!;
      await notifier.send(message, signal, one);
      expect(test.received().at(-1)!.to).toBe(one);
      for (const odd of ["", "a b", "a\r\nb", "x".repeat(300)]) expect(recipient.pattern.test(odd)).toBe(false);
    });

    it("tells what may go away by itself from what a person must mend, and never tells its secret", async () => {
      expect(Object.keys(test.faults).length).toBeGreaterThan(3);
      for (const [fault, [arrange, type]] of Object.entries(test.faults)) {
        arrange();
        const error: unknown = await notifier.send(message, signal).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error, fault).toBeInstanceOf(ERRORS[type]);
        expect((error as Error).message, fault).toMatch(/^The .*[.]$/s);
        expect(inspect(error, { depth: 9 }), fault).not.toContain(test.secret);
      }
      await notifier.send(message, signal);
    });

    it("tells how long it is to leave the other side alone", async () => {
      if (!test.leftAlone) return;
      test.leftAlone();
      await expect(notifier.send(message, signal)).rejects.toMatchObject({ facts: { retryAfterSeconds: 7 } });
    });

    it("ends when whoever sends gives up", async () => {
      await expect(notifier.send(message, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    });

    it("describes its settings, and marks the one that is secret", () => {
      const shape = (test.adapter.settings as unknown as z.ZodObject).shape;
      const secrets = Object.entries(shape).filter(([, field]) => (field as z.ZodType).meta()?.["secret"] === true);
      expect(secrets.some(([property]) => test.settings[property] === test.secret)).toBe(true);
      for (const field of Object.values(shape)) expect((field as z.ZodType).meta()?.["label"]).toMatch(/^[A-Z]/);
    });
  });
}
