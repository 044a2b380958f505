import { describe, expect, it } from "vitest";
import { journeyPosition, requestWords } from "./request-words.ts";

const state = (fields: object) =>
  ({
    status: "PENDING",
    step: null,
    progress: 0,
    blocker: null,
    errorMessage: null,
    decisionReason: null,
    downloadAttempts: 0,
    ...fields,
  }) as Parameters<typeof requestWords>[0];
const blocker = { kind: "NO_RELEASE_FOUND", message: "No indexer has it yet.", nextTryAt: null };

describe("requestWords", () => {
  it.each([
    [{ status: "AWAITING_APPROVAL" }, "waits", "Waits for an admin's approval"],
    [{ status: "DENIED" }, "over", "Denied"],
    [{ status: "PENDING" }, "moving", "Asked for"],
    [{ status: "PENDING", blocker }, "waits", "Waits"],
    [{ status: "DOWNLOADING", step: "start_download" }, "moving", "Found"],
    [{ status: "DOWNLOADING", step: "monitor_download", progress: 42 }, "moving", "Downloading"],
    [{ status: "DOWNLOADING", step: "monitor_download", blocker }, "waits", "Waits"],
    [{ status: "PROCESSING", step: "match_plex" }, "moving", "Shelved"],
    [{ status: "COMPLETED" }, "shelf", "In the library"],
    [{ status: "FAILED" }, "failed", "Failed"],
    [{ status: "CANCELLED" }, "over", "Cancelled"],
  ])("%o is %s: %s", (fields, tone, word) => {
    expect(requestWords(state(fields))).toMatchObject({ tone, word });
  });

  it("says what it waits for, what went wrong, and why it was denied", () => {
    expect(requestWords(state({ blocker })).sentence).toBe("No release has been found yet that is good enough.");
    expect(requestWords(state({ status: "FAILED", errorMessage: "The disk is full." })).sentence).toBe(
      "The disk is full.",
    );
    expect(requestWords(state({ status: "DENIED", decisionReason: "We have it." })).sentence).toBe("We have it.");
  });
});

describe("journeyPosition", () => {
  it("only ever moves on along the way of a book", () => {
    const way = [
      { status: "AWAITING_APPROVAL" },
      { status: "PENDING" },
      { status: "SEARCHING" },
      { status: "DOWNLOADING", step: "start_download" },
      { status: "DOWNLOADING", step: "monitor_download", progress: 40 },
      { status: "PROCESSING", step: "organize_files", progress: 100 },
      { status: "PROCESSING", step: "match_plex", progress: 100 },
      { status: "COMPLETED", progress: 100 },
    ]
      .map((fields) => journeyPosition(state(fields)))
      .map(({ done, within }) => done + within);
    expect(way).toEqual([...way].sort((a, b) => a - b));
    expect(new Set(way).size).toBe(way.length);
    expect(way.at(-1)).toBe(5);
  });
});
