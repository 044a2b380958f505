import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importFiles } from "./import-files.ts";
import type { ImportPlan } from "./import-plan.ts";

const child = fileURLToPath(new URL("./import-crash.child.ts", import.meta.url));
const book = { "Disc 1/01.mp3": Buffer.alloc(1_500_000, "one"), "cover.jpg": Buffer.from("picture") };
const withTypes = ["--experimental-transform-types", "--no-warnings"];
let dir: string;
let plan: ImportPlan;

beforeEach(async () => {
  // In memory where there is such a file system: the order of the calls is tested, not the disk.
  dir = await realpath(await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "import-crash-")));
  await mkdir(join(dir, "library"));
  await mkdir(join(dir, "download/Disc 1"), { recursive: true });
  const files = Object.entries(book).map(([to, bytes]) => ({
    from: join(dir, "download", to),
    to,
    sizeBytes: bytes.length,
  }));
  for (const [name, bytes] of Object.entries(book)) await writeFile(join(dir, "download", name), bytes);
  plan = { folder: ["Ana Lühr", "Winter"], otherNames: ["Winter (2)"], files, format: "mp3", totalBytes: 1_500_007 };
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function contentOf(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(folder.length + 1)] = digest(await readFile(path));
  }
  return found;
}

describe("an import that is killed", () => {
  it.each([true, false])(
    "leaves nothing or the whole book, before every call of the file system (hardlink: %s)",
    async (hardlink) => {
      const library = join(dir, "library");
      const options = { libraryDir: library, stageName: "stage-1", hardlink };
      const inPlace = Object.fromEntries(
        Object.entries(book).map(([name, bytes]) => [`Ana Lühr/Winter/${name}`, digest(bytes)]),
      );
      const importInChild = async (killAt: number) => {
        const parameters = [JSON.stringify(plan), JSON.stringify(options), `${killAt}`];
        // What the first run leaves in the compile cache makes the others four times as fast.
        const env = { ...process.env, NODE_COMPILE_CACHE: join(dir, "compiled") };
        return promisify(execFile)(process.execPath, [...withTypes, child, ...parameters], { env }).catch(
          (error: { signal: string | null; stdout: string; stderr: string }) => error,
        );
      };
      const calls = Number((await importInChild(0)).stdout);
      expect(calls).toBeGreaterThan(15);
      await rm(join(library, "Ana Lühr"), { recursive: true });

      const outcomes: string[] = [];
      for (let killAt = 1; killAt <= calls; killAt++) {
        expect(await importInChild(killAt)).toMatchObject({ signal: "SIGKILL", stderr: "" });

        const visible = Object.entries(await contentOf(library)).filter(([name]) => !name.startsWith("."));
        if (visible.length > 0) expect(Object.fromEntries(visible)).toEqual(inPlace);
        outcomes.push(visible.length > 0 ? "whole" : "nothing");
        expect(Object.values(await contentOf(join(dir, "download"))).sort()).toEqual(Object.values(inPlace).sort());

        const again = await importFiles(plan, options, new AbortController().signal);
        expect(again.path).toBe(join(library, "Ana Lühr/Winter"));
        expect(await contentOf(library)).toEqual(inPlace);
        await rm(join(library, "Ana Lühr"), { recursive: true });
      }
      expect(outcomes.filter((outcome) => outcome === "nothing").length).toBeGreaterThan(10);
      expect(outcomes.at(-1)).toBe("whole");
    },
    120_000,
  );
});
