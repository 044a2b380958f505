import { describe, expect, it } from "vitest";
import { createView, drawBar, type Progress } from "./terminal.ts";

const plain = (text: string) => text;
const book: Progress = {
  title: "Alice's Adventures in Wonderland",
  status: "downloading",
  percent: 50,
  bytesPerSecond: 48_200,
  secondsLeft: 9,
};

function record(options: { isTTY?: boolean; columns?: number; colour?: boolean } = {}) {
  let written = "";
  const output = {
    isTTY: options.isTTY ?? false,
    columns: options.columns ?? 80,
    write: (text: string) => (written += text),
  };
  return { view: createView(output, options.colour ?? true), written: () => written };
}

describe("a bar", () => {
  it("shows title, status, bar, percent, speed and time left where there is room", () => {
    expect(drawBar(book, 120, plain)).toBe(
      `Alice's Adventures in Wonderland downloading ${"█".repeat(20)}${"░".repeat(20)}  50 %  48 kB/s, 9 s left`,
    );
  });

  it.each([20, 30, 40, 50, 60, 80, 200])("never wraps in a terminal of %i columns", (columns) => {
    for (const percent of [0, 7, 100]) {
      const line = drawBar({ ...book, percent }, columns, plain);
      expect(line.length).toBeLessThan(columns);
      expect(line).toContain(`${percent} %`);
    }
  });

  it("leaves the bar out first, then the speed", () => {
    expect(drawBar(book, 70, plain)).toMatch(/^Alice's Adventures in … downloading {2}50 % {2}48 kB\/s, 9 s left$/);
    expect(drawBar(book, 36, plain)).toMatch(/^Alice's Ad… downloading {2}50 %$/);
  });

  it("says neither speed nor time once the download is over", () => {
    expect(drawBar({ ...book, status: "processing" }, 120, plain)).not.toContain("kB/s");
  });
});

describe("in a pipe", () => {
  it("writes a line a change, and no escape codes", () => {
    const { view, written } = record();
    view.show([book]);
    view.show([{ ...book, secondsLeft: 8 }]);
    view.tell(book.title, "It has arrived.");
    view.show([{ ...book, status: "processing", percent: 100 }]);
    view.close();
    expect(written().replaceAll(/ +\d+\.\d s/g, "0.0 s")).toBe(
      `0.0 s  ${book.title}: downloading 50 %, 48 kB/s, 9 s left\n0.0 s  ${book.title}: It has arrived.\n0.0 s  ${book.title}: processing 100 %\n`,
    );
  });
});

describe("on a terminal", () => {
  it("draws over the bars that it drew before", () => {
    const { view, written } = record({ isTTY: true });
    view.show([book, book]);
    view.tell("Frankenstein", "Asks the indexers.");
    expect(written().split("\u001b[2A\r\u001b[J")).toHaveLength(2);
  });

  it("uses no colours when it must not", () => {
    const { view, written } = record({ isTTY: true, colour: false });
    view.show([book]);
    view.tell("Frankenstein", "Asks the indexers.");
    expect(written()).not.toContain("\u001b[36m");
    expect(written()).not.toContain("\u001b[0m");
  });

  it("gives the cursor back, and leaves it there", () => {
    const { view, written } = record({ isTTY: true });
    view.show([book]);
    view.close();
    view.say("The end.");
    expect(written().endsWith("\u001b[?25hThe end.\n")).toBe(true);
  });
});
