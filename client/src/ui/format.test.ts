import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatRelative } from "./format.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [868_000, "868 kB"],
    [12_400_000, "12.4 MB"],
    [1_234_567_890, "1.2 GB"],
  ])("%d is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "1 s"],
    [59, "59 s"],
    [61, "1 min"],
    [3_600, "1 h"],
    [12_000, "3 h 20 min"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe("formatRelative", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  it.each([
    [-30, false, "just now"],
    [-3_600, false, "1 hour ago"],
    [-86_400, false, "yesterday"],
    [300, true, "in 5 minutes"],
    [3_590, true, "in 1 hour"],
    [20, true, "in a moment"],
    [-40, true, "in a moment"],
    // Two clocks never agree: what has happened is not to come.
    [20, false, "just now"],
  ])("%d seconds from now, ahead %s, is %s", (seconds, ahead, text) => {
    expect(formatRelative(new Date(now.getTime() + seconds * 1000), now, ahead)).toBe(text);
  });
});
