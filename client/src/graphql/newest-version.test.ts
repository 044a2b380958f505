import { describe, expect, it } from "vitest";
import { keepNewest, type NewestRequests } from "./newest-version.ts";

const request = (version: number, fields: object) => ({ __typename: "Request", id: "r1", version, ...fields });

describe("keepNewest", () => {
  it("gives an older copy the values of the newest one, wherever it stands", () => {
    const newest: NewestRequests = new Map();
    keepNewest({ requestChanged: { request: request(7, { progress: 60, status: "DOWNLOADING" }) } }, newest);
    const late = { requests: { nodes: [request(5, { progress: 20, createdAt: "then" })] } };
    expect(keepNewest(late, newest)).toEqual({
      requests: { nodes: [request(7, { progress: 60, createdAt: "then" })] },
    });
  });

  it("takes a newer copy, and the same version again, as they come", () => {
    const newest: NewestRequests = new Map();
    keepNewest(request(1, { progress: 10, speed: 1 }), newest);
    expect(keepNewest(request(1, { progress: 10, speed: 2 }), newest)).toMatchObject({ speed: 2 });
    expect(keepNewest(request(2, { progress: 0 }), newest)).toMatchObject({ version: 2, progress: 0 });
  });

  it("keeps what an equal version had told before", () => {
    const newest: NewestRequests = new Map();
    keepNewest(request(3, { progress: 30 }), newest);
    keepNewest(request(3, { events: ["new"] }), newest);
    expect(keepNewest(request(2, { progress: 20, events: [] }), newest)).toEqual(
      request(3, { progress: 30, events: ["new"] }),
    );
  });

  it("leaves alone what has no version and what is no request", () => {
    const newest: NewestRequests = new Map();
    keepNewest(request(9, { status: "COMPLETED" }), newest);
    const data = {
      viewerRequest: { __typename: "Request", id: "r1" },
      job: { __typename: "Job", id: "r1", version: 1 },
      nothing: null,
      many: [1, "two"],
    };
    expect(keepNewest(data, newest)).toEqual(data);
  });

  it("forgets the first of more requests than anybody looks at", () => {
    const newest: NewestRequests = new Map();
    for (let index = 0; index < 2_001; index++)
      keepNewest({ __typename: "Request", id: String(index), version: 1 }, newest);
    expect([newest.size, newest.has("0"), newest.has("2000")]).toEqual([2_000, false, true]);
  });
});
