import { describe, expect, it } from "vitest";
import { auditFacts, subjectName } from "./audit-facts.ts";
import { readFilter } from "./filter-of-address.ts";

const record = (details: Record<string, unknown>, subjectType: string | null = "user", subjectId = "7") => ({
  subjectType,
  subjectId,
  details,
});

describe("the details of a record", () => {
  it("say of each thing that was changed what it was and what it became", () => {
    const changes = { requestQuota: { old: null, new: 3 }, autoApprove: { old: true, new: false } };
    expect(auditFacts(record({ name: "ann", changes }))).toEqual({
      changes: [
        { name: "request quota", before: "not set", after: "3" },
        { name: "auto approve", before: "yes", after: "no" },
      ],
      facts: [
        { name: "name", value: "ann" },
        { name: "user", value: "7" },
      ],
    });
    expect(auditFacts(record({ old: 0, new: 7 }, "request")).changes).toEqual([
      { name: "request", before: "0", after: "7" },
    ]);
  });

  it("leave out what says nothing", () => {
    const details = { reason: "", expiresAt: null, scopes: ["read", "request"] };
    expect(auditFacts(record(details, null)).facts).toEqual([{ name: "scopes", value: "read, request" }]);
  });
});

describe("what something was done to", () => {
  it.each([
    [record({ book: "Emma", askedBy: "ann" }, "request"), "Emma"],
    [record({ old: null, new: "7" }, "configuration", "indexer.url"), "indexer.url"],
    [record({ method: "password", name: "bob" }), "bob"],
    [record({ type: "sync_library" }, "job"), "sync_library"],
    [record({ sessions: 2 }), null],
  ])("has the name that people know it by", (event, name) => {
    expect(subjectName(event)).toBe(name);
  });
});

describe("the address of the page", () => {
  it("narrows the list by action, person, address and whole days", () => {
    const params = new URLSearchParams("what=job.run&who=7&where=%20::1&from=2026-11-23&to=2026-11-23");
    expect(readFilter(params)).toEqual({
      action: ["job.run"],
      actorId: "7",
      address: "::1",
      from: new Date(2026, 10, 23).toISOString(),
      to: new Date(2026, 10, 24).toISOString(),
    });
    expect(readFilter(new URLSearchParams("from=soon&what="))).toEqual({});
  });
});
