import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jobs } from "../jobs/registry.ts";
import { isLive, lifecycle, settledBySettings } from "./lifecycle-table.ts";
import { BlockerKind, RequestStatus } from "./request-status.ts";

const statuses = Object.values(RequestStatus);
const entries = Object.entries(lifecycle);

describe("the table of the state machine", () => {
  it("leads from a new request, or one that awaits approval, to every status", () => {
    const reached = new Set<RequestStatus>([RequestStatus.PENDING, RequestStatus.AWAITING_APPROVAL]);
    for (const status of reached) for (const next of lifecycle[status].to) reached.add(next);
    expect([...reached].toSorted()).toEqual(statuses.toSorted());
  });

  it("has a way on from every status", () => {
    for (const [status, { to }] of entries) expect(to.length, status).toBeGreaterThan(0);
  });

  it("leads from no status to itself", () => {
    for (const [status, { to }] of entries) expect(to).not.toContain(status);
  });

  it("names only jobs that are in the registry", () => {
    for (const [status, { jobs: named }] of entries)
      for (const name of named) expect(Object.keys(jobs), status).toContain(name);
  });

  it("lets every request that is on its way be cancelled, completed and made failed", () => {
    for (const status of statuses.filter(isLive))
      expect(lifecycle[status].to).toEqual(
        expect.arrayContaining([RequestStatus.CANCELLED, RequestStatus.COMPLETED, RequestStatus.FAILED]),
      );
  });

  it("gives every blocker a status that waits with it", () => {
    const used = new Set(entries.flatMap(([, { blockers }]) => blockers));
    expect([...used].toSorted()).toEqual(Object.values(BlockerKind).toSorted());
    expect([...used]).toEqual(expect.arrayContaining([...settledBySettings]));
  });
});

describe("the status of a request", () => {
  it("is written in request.lifecycle.ts and nowhere else", async () => {
    const writers: string[] = [];
    const sources = (await readdir(join(import.meta.dirname, ".."), { recursive: true })).filter(
      (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !/^(testing|benchmarks|database)\//.test(path),
    );
    for (const path of sources) {
      const source = await readFile(join(import.meta.dirname, "..", path), "utf8");
      const assigns = /\b(request|leader|each|before|next|live\[\d\]!?)\.status = /.test(source);
      const assignsMany = /Object\.assign\(\s*(request|leader|each|before),\s*\{[^}]*\bstatus\b/s.test(source);
      const inSql = /update requests\b[^`"]*\bset\b[^`"]*\bstatus\b/is.test(source);
      const natively = /nativeUpdate\(\s*Request,/.test(source);
      if (assigns || assignsMany || inSql || natively) writers.push(path);
    }
    expect(writers).toEqual(["requests/request.lifecycle.ts"]);
  });
});
