/** The poisoned queue of `npm run fault`. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileProgram, type CompiledProgram } from "../compiled-program.ts";

let program: CompiledProgram;
beforeAll(async () => void (program = await compileProgram()));
afterAll(() => program.remove());

describe("A server whose queue is poisoned", () => {
  it("fails what cannot be worked on, tells of it, and goes on, with nothing lost", { timeout: 120_000 }, async () => {
    const { stdout } = await program.run("server/testing/faults/fault.js", ["poison"], 110_000);
    expect(stdout).toMatch(/1 of 1: well \(30 failed at the first attempt and were told of, 2 books arrived/);
    expect(stdout).toContain("Nothing was lost in 1 runs.");
  });
});
