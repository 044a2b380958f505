import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Events } from "../events.ts";
import { keptResult } from "./kept-results.ts";

let events: Events;
let readings: number;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  events = new EventEmitter().setMaxListeners(0) as Events;
  readings = 0;
});
afterEach(() => void vi.useRealTimers());

/** What a reading brings is how many there have been. @param tookMs by the clock. */
const ask = (key: string, tookMs: number) =>
  keptResult(events, key, async () => {
    readings += 1;
    const number = readings;
    await Promise.resolve();
    vi.advanceTimersByTime(tookMs);
    return number;
  });
const aRequestChanges = () => events.emit("requestChanged", { id: "1", userId: "1", version: 1 });

describe("a result that took long", () => {
  it("is kept until a request changes, and nobody listens any longer then", async () => {
    expect(await ask("a", 200)).toBe(1);
    vi.advanceTimersByTime(30_000);
    expect(await ask("a", 200)).toBe(1);
    expect(events.listenerCount("requestChanged")).toBe(1);
    aRequestChanges();
    expect(events.listenerCount("requestChanged")).toBe(0);
    expect(await ask("a", 200)).toBe(2);
  });

  it("is one for each thing that is asked for", async () => {
    expect(await ask("a", 200)).toBe(1);
    expect(await ask("b", 200)).toBe(2);
    expect(await ask("a", 200)).toBe(1);
  });

  it("is read once for all who ask meanwhile, and anew for who asks after a change", async () => {
    const first = [ask("a", 200), ask("a", 200)];
    aRequestChanges();
    const later = ask("a", 200);
    expect(await Promise.all(first)).toEqual([1, 1]);
    expect(await later).toBe(2);
  });

  it("may be ten times as old as it took while changes come without an end", async () => {
    expect(await ask("a", 200)).toBe(1);
    aRequestChanges();
    vi.advanceTimersByTime(1_900);
    expect(await ask("a", 200)).toBe(1);
    vi.advanceTimersByTime(200);
    expect(await ask("a", 200)).toBe(2);
  });

  it("goes after a minute without any notice", async () => {
    expect(await ask("a", 200)).toBe(1);
    vi.advanceTimersByTime(60_001);
    expect(events.listenerCount("requestChanged")).toBe(0);
    expect(await ask("a", 200)).toBe(2);
  });

  it("makes room for others", async () => {
    for (let n = 0; n < 200; n += 1) await ask(`${n}`, 200);
    expect(events.listenerCount("requestChanged")).toBe(50);
  });
});

describe("a result", () => {
  it("that was quick is read anew each time", async () => {
    expect(await ask("a", 20)).toBe(1);
    expect(await ask("a", 20)).toBe(2);
    expect(events.listenerCount("requestChanged")).toBe(0);
  });

  it("that could not be read is not kept", async () => {
    await expect(keptResult(events, "a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await ask("a", 200)).toBe(1);
    expect(events.listenerCount("requestChanged")).toBe(1);
  });
});
