import { describe, expect, it } from "vitest";
import { shapeOf } from "./use-grid.ts";

describe("A grid of covers", () => {
  it.each([
    [1088, 5],
    [800, 4],
    [320, 2],
    [288, 2],
    [120, 1],
  ])("of %i px has %i columns, which fill it", (width, columns) => {
    const shape = shapeOf(width, 0);
    expect(shape.columns).toBe(columns);
    expect(shape.cardWidth * columns + shape.gap * (columns - 1)).toBeCloseTo(width);
  });
});
