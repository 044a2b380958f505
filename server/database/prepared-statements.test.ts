import { describe, expect, it } from "vitest";
import { prepared as sent } from "./prepared-statements.ts";

describe("prepared", () => {
  it("sends a statement as it is the first time, and under one name from the second time on", () => {
    expect(sent("select 1")).toEqual({ text: "select 1" });
    expect(sent("select 1")).toEqual({ text: "select 1", name: expect.stringMatching(/^planned_\d+$/) });
    expect(sent("select 1")).toEqual(sent("select 1"));
  });

  it("gives every statement a name of its own", () => {
    for (const text of ["select 2", "select 3"]) sent(text);
    expect(sent("select 2").name).not.toBe(sent("select 3").name);
  });

  it("gives no more names than connections are to remember, and keeps those that it gave", () => {
    sent("select 0");
    const kept = sent("select 0");
    for (let index = 0; index < 400; index += 1) {
      sent(`select 'flood', ${index}`);
      sent(`select 'flood', ${index}`);
    }
    expect(sent("select 'flood', 399")).toEqual({ text: "select 'flood', 399" });
    expect(sent("select 0")).toEqual(kept);
  });
});
