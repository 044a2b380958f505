import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { importFiles } from "./import-files.ts";
import { contentOf, useImportPlace, whole, wholeAt } from "./import-test-place.ts";

const child = fileURLToPath(new URL("./import-crash.child.ts", import.meta.url));
const withTypes = ["--experimental-transform-types", "--no-warnings"];
const place = useImportPlace();

describe("an import that is killed", () => {
  it.each([true, false])(
    "leaves nothing or the whole book, before every call of the file system (hardlink: %s)",
    async (hardlink) => {
      const { dir, libraryDir: library, plan } = place;
      const options = place.options({ hardlink });
      const inPlace = wholeAt("Ana Lühr/Winter");
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
        expect(Object.values(await contentOf(join(dir, "download"))).sort()).toEqual(Object.values(whole).sort());

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
