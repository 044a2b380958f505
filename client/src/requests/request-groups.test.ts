import { describe, expect, it } from "vitest";
import { groupRequests, type Grouped } from "./request-groups.ts";

const now = Date.parse("2026-06-01T12:00:00Z");
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();
const request = (status: Grouped["status"], more: Partial<Grouped> = {}): Grouped => ({
  status,
  updatedAt: daysAgo(1),
  blocker: null,
  user: { id: "reader" },
  ...more,
});
const reader = { id: "reader", role: "USER" } as const;
const admin = { id: "owner", role: "ADMIN" } as const;
const groupsOf = (request: Grouped, viewer: Parameters<typeof groupRequests>[1] = reader) => [
  ...groupRequests([request], viewer, now).keys(),
];

describe("groupRequests", () => {
  it.each([
    ["FAILED", "needsYou"],
    ["DENIED", "needsYou"],
    ["AWAITING_APPROVAL", "waiting"],
    ["PENDING", "moving"],
    ["SEARCHING", "moving"],
    ["DOWNLOADING", "moving"],
    ["PROCESSING", "moving"],
    ["COMPLETED", "done"],
    ["CANCELLED", "earlier"],
  ] as const)("puts %s into %s", (status, group) => {
    expect(groupsOf(request(status))).toEqual([group]);
  });

  it("lets trouble rest that nobody has cared about for a month", () => {
    expect(groupsOf(request("FAILED", { updatedAt: daysAgo(29) }))).toEqual(["needsYou"]);
    expect(groupsOf(request("DENIED", { updatedAt: daysAgo(31) }))).toEqual(["earlier"]);
  });

  it("leaves it to whoever asked to ask again, and to admins to look after what has failed", () => {
    expect(groupsOf(request("DENIED"), admin)).toEqual(["earlier"]);
    expect(groupsOf(request("FAILED"), admin)).toEqual(["needsYou"]);
  });

  it("asks an admin for what an admin can put right, and nobody for what only time helps against", () => {
    const stuck = request("PENDING", { blocker: { kind: "NO_INDEXER_CONFIGURED" } });
    expect(groupsOf(stuck, admin)).toEqual(["needsYou"]);
    expect(groupsOf(stuck)).toEqual(["moving"]);
    expect(groupsOf(request("PENDING", { blocker: { kind: "NOT_RELEASED_YET" } }), admin)).toEqual(["moving"]);
  });

  it("begins with what needs somebody, keeps the order within, and leaves out what is empty", () => {
    const [done, failed, first, second] = [
      request("COMPLETED"),
      request("FAILED"),
      request("PENDING"),
      request("SEARCHING"),
    ];
    expect([...groupRequests([done, first, failed, second], reader, now)]).toEqual([
      ["needsYou", [failed]],
      ["moving", [first, second]],
      ["done", [done]],
    ]);
  });
});
