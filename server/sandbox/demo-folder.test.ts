import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeDemoFolder } from "./demo-folder.ts";

describe("the demo's folder", () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "demo-"))));
  afterEach(() => rm(dir, { recursive: true }));

  it("is made with a library, a place for downloads, and an account of its own", async () => {
    const one = await takeDemoFolder(join(dir, "one"), false);
    const two = await takeDemoFolder(join(dir, "two"), false);
    await Promise.all([access(one.library), access(one.downloads)]);
    expect(one.account.password.length).toBeGreaterThan(10);
    expect(one.account.password).not.toBe(two.account.password);
    expect((await stat(join(dir, "one", "demo.json"))).mode & 0o777).toBe(0o600);
  });

  it("is emptied of an earlier demo, and of nothing else", async () => {
    const first = await takeDemoFolder(dir, false);
    await writeFile(join(first.library, "book"), "");
    await writeFile(join(dir, "mine"), "");
    await first.release();
    const second = await takeDemoFolder(dir, false);
    await expect(access(join(second.library, "book"))).rejects.toThrow("ENOENT");
    await access(join(dir, "mine"));
  });

  it("keeps data and account when told to", async () => {
    const first = await takeDemoFolder(dir, true);
    await writeFile(join(first.library, "book"), "kept");
    await first.release();
    const second = await takeDemoFolder(dir, true);
    expect(await readFile(join(second.library, "book"), "utf8")).toBe("kept");
    expect(second.account).toEqual(first.account);
  });

  it("is refused, and left as it is, when somebody else's things are in it", async () => {
    await writeFile(join(dir, "library"), "a life's work");
    await expect(takeDemoFolder(dir, false)).rejects.toThrow("no demo has put there");
    expect(await readFile(join(dir, "library"), "utf8")).toBe("a life's work");
    await writeFile(join(dir, "demo.json"), "{}");
    await expect(takeDemoFolder(dir, false)).rejects.toThrow("is not the note of a demo");
  });

  it("is refused while another demo runs in it, and taken when that one is dead", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]);
    const account = { username: "demo", password: "something" };
    await writeFile(join(dir, "demo.json"), JSON.stringify({ pid: other.pid, account }));
    await expect(takeDemoFolder(dir, false)).rejects.toThrow(`already (process ${other.pid})`);
    other.kill();
    await once(other, "exit");
    await takeDemoFolder(dir, false);
  });
});
