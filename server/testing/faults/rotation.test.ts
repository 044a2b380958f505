/** A small part of `npm run fault:rotation`: one kill, and few values. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileProgram, type CompiledProgram } from "../compiled-program.ts";

let program: CompiledProgram;
beforeAll(async () => void (program = await compileProgram()));
afterAll(() => program.remove());

const rotation = (words: readonly string[]) => program.run("server/testing/faults/rotation.js", words, 110_000);

describe.concurrent("A rotation of the encryption key whose server is killed", () => {
  it("goes on by itself, and loses nothing that people write meanwhile", { timeout: 120_000 }, async () => {
    const { stdout } = await rotation(["600", "5", "1"]);
    expect(stdout).toMatch(/^kill -9 1 of 1: \d+ of the 300 values/);
    expect(stdout).toMatch(/^Kills in the middle of a rotation: 1\. /m);
    expect(stdout).toMatch(/Nothing was lost, no read failed, and everything is under the newest key\.\n$/);
  });

  it("is not begun when the words after `npm run fault:rotation --` make no sense", async () => {
    await expect(rotation(["many"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("“many” makes no sense here. Usage:"),
    });
  });
});
