import { describe, expect, it } from "vitest";
import type { Api } from "./api.ts";
import { createView } from "./terminal.ts";
import { watchRequests, type FollowedRequest } from "./watch-requests.ts";

const NEVER = new AbortController().signal;

function request(changes: Partial<FollowedRequest>): FollowedRequest {
  const audiobook = { title: "Emma" };
  return {
    id: "1",
    status: "PENDING",
    progress: 0,
    version: 1,
    errorMessage: null,
    blocker: null,
    audiobook,
    events: [],
    downloads: [],
    ...changes,
  };
}

/** An API whose live updates are what the test says, and then end or go on in silence. */
function watch(changes: readonly FollowedRequest[], ends = false) {
  let written = "";
  const api: Api = {
    apiKey: "",
    ask: () => Promise.reject(new Error("Nothing is asked here.")),
    async *subscribe<Data>() {
      for (const each of changes) yield { requestChanged: { request: each } } as Data;
      if (!ends) await new Promise(() => undefined);
    },
    close: async () => undefined,
  };
  const view = createView({ write: (text) => (written += text) }, false);
  return { watch: watchRequests(api, view), written: () => written };
}

describe("following requests", () => {
  it("ends when every one that is meant is completed", async () => {
    const { watch: following } = watch([request({ status: "COMPLETED" }), request({ id: "2", status: "COMPLETED" })]);
    await following.completed(["1", "2"], NEVER);
  });

  it("counts distinct percentages of the download, and nothing else", async () => {
    const progress = [0, 10, 10, 20].map((percent, index) =>
      request({ status: "DOWNLOADING", progress: percent, version: index + 1 }),
    );
    const { watch: following } = watch([...progress, request({ status: "COMPLETED", progress: 100, version: 9 })]);
    await following.completed(["1"], NEVER);
    expect(following.distinctProgress("1")).toBe(3);
    expect(following.distinctProgress("unknown")).toBe(0);
  });

  it("tells each event once, and no state older than the last", async () => {
    const events = [{ id: "e1", message: "Asked for." }];
    const { watch: following, written } = watch([
      request({ version: 1, events }),
      request({ version: 3, events, status: "COMPLETED", progress: 100 }),
      request({ version: 2, events, status: "SEARCHING" }),
    ]);
    await following.completed(["1"], NEVER);
    following.see(request({ version: 2, status: "SEARCHING" }));
    expect(written().match(/Asked for/g)).toHaveLength(1);
    expect(written()).not.toContain("searching");
  });

  it("says what went wrong when one has failed", async () => {
    const { watch: following } = watch([request({ status: "FAILED", errorMessage: "Its files are damaged." })]);
    await expect(following.completed(["1"], NEVER)).rejects.toThrow("Emma did not arrive. Its files are damaged.");
  });

  it("says what it waits for when time is up", async () => {
    const { watch: following } = watch([]);
    following.see(request({ status: "DOWNLOADING", progress: 40, blocker: { message: "Nobody is seeding it." } }));
    await expect(following.completed(["1"], AbortSignal.abort())).rejects.toThrow(
      "Not every book arrived in time: Emma (downloading, 40 %: Nobody is seeding it.).",
    );
  });

  it("says so when the live updates end before", async () => {
    const { watch: following } = watch([request({})], true);
    await expect(following.completed(["1"], NEVER)).rejects.toThrow("The server has ended the live updates.");
  });
});
