import { access, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeDemo } from "./describe-demo.ts";
import { runDemo, type DemoOptions } from "./run-demo.ts";
import { createView } from "./terminal.ts";

describe("the demo", () => {
  let dir: string;
  let written: string;
  let options: DemoOptions;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "run-demo-"));
    written = "";
    const view = createView({ write: (text) => (written += text) }, true);
    options = { dir, port: 0, keepData: false, view, signal: new AbortController().signal };
  });
  afterEach(() => rm(dir, { recursive: true, maxRetries: 10, retryDelay: 200 }));

  it("brings three books to the shelf, live, and passes over the release that nobody has", async () => {
    const demo = await runDemo(options);
    try {
      expect(demo.books.map(({ title }) => title)).toEqual([
        "The War of the Worlds",
        "Frankenstein",
        "A Study in Scarlet",
      ]);
      const shelved = (await readdir(demo.library)).filter((name) => !name.startsWith("."));
      expect(shelved.sort()).toEqual(["Arthur Conan Doyle", "H. G. Wells", "Mary Shelley"]);
      for (const { path, seconds } of demo.books) {
        await access(path);
        expect(seconds).toBeGreaterThan(30);
      }
      expect(demo.books[2]!.distinctProgress).toBeGreaterThanOrEqual(10);

      const { releases } = demo.books[1]!;
      expect(releases.slice(0, 2)).toMatchObject([
        {
          name: expect.stringContaining("M4B"),
          fate: "passed over",
          reason: expect.stringContaining("Nothing has arrived"),
        },
        { name: expect.stringContaining("MP3"), fate: "taken", reason: null },
      ]);
      expect(releases.slice(2).map(({ fate }) => fate)).toEqual(["refused", "refused", "refused", "refused"]);

      const report = await describeDemo(demo);
      expect(report).toContain("Disc 2");
      expect(report).toContain(`${demo.books[2]!.distinctProgress} distinct percentages of A Study in Scarlet`);
      expect(report).toContain("passed over: Nothing has arrived");
      expect(written).toContain("Frankenstein: completed 100 %");
      expect(written).not.toContain("\u001b");
      expect((await fetch(`${demo.url}/healthz`)).status).toBe(200);
    } finally {
      await demo.close();
    }
    await expect(fetch(`${demo.url}/healthz`)).rejects.toThrow("fetch failed");
  }, 120_000);

  it("says which book did not arrive in time, and closes everything", async () => {
    await expect(runDemo({ ...options, withinMs: 1 })).rejects.toThrow(
      /^Not every book arrived in time: .*A Study in Scarlet \(/,
    );
    const url = /The server runs at (\S+)\. /.exec(written)![1]!;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  });

  it("lets go of its folder when it is stopped, and stops before it has begun", async () => {
    await expect(runDemo({ ...options, signal: AbortSignal.abort(new Error("Stopped.")) })).rejects.toThrow("Stopped.");
    expect(JSON.parse(await readFile(join(dir, "demo.json"), "utf8"))).toMatchObject({ pid: null });
    expect(written).not.toContain("An indexer");
  });
});
