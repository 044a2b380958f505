/** Each phase of `npm run fault:restore` once. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileProgram, type CompiledProgram } from "../compiled-program.ts";

let program: CompiledProgram;
beforeAll(async () => void (program = await compileProgram()));
afterAll(() => program.remove());

const fault = (word: string) => program.run("server/testing/faults/restore.js", [word], 110_000);

describe("A restore that is killed", () => {
  it("leaves the old database or the new one, whole, and lets the next restore go through", async () => {
    const { stdout } = await fault("5");
    expect(stdout).toMatch(/when they have changed places, 5 of 5: the new one/);
    expect(stdout).toMatch(/The old or the new database each time: \d old, \d new\./);
  });

  it("is not started when the word after `npm run fault:restore --` makes no sense", async () => {
    await expect(fault("often")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("“often” is no number"),
    });
  });
});
