import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UpstreamRejectedError } from "../errors.ts";
import { list, listOrNone, number, readShape, text } from "./lenient-json.ts";

describe("JSON that others wrote", () => {
  it.each([
    ["A  title\n\u0000of a book ", "A title of a book"],
    [7, "7"],
    ["", null],
    ["  ", null],
    [null, null],
    [undefined, null],
    [{ text: "x" }, null],
    [true, null],
  ])("reads %j as the text %j", (value, expected) => {
    expect(text.parse(value)).toBe(expected);
  });

  it.each([
    [12, 12],
    ["12", 12],
    [1.5, 1.5],
    ["4.910364294844483", 4.910364294844483],
    [0, 0],
    [-1, null],
    ["-1", null],
    ["", null],
    ["many", null],
    [Number.NaN, null],
    [1e300, null],
    [null, null],
    [undefined, null],
    [true, null],
    [[], null],
  ])("reads %j as the number %j", (value, expected) => {
    expect(number.parse(value)).toBe(expected);
  });

  const book = z.object({ title: z.string(), minutes: number });

  it("leaves out odd elements, and takes a missing value for not said", () => {
    expect(list(book).parse([{ title: "A" }, { title: 7 }, null, "x"])).toEqual([{ title: "A", minutes: null }]);
  });

  it("needs an array where the frame is one, and takes anything else for none where it is not", () => {
    expect(list(book).safeParse({ title: "A" }).success).toBe(false);
    expect(z.object({ books: list(book) }).safeParse({}).success).toBe(false);
    expect(z.object({ books: listOrNone(book) }).parse({})).toEqual({ books: [] });
    expect(listOrNone(book).parse("x")).toEqual([]);
  });

  it.each([
    [{ books: "none" }, "books is wrong"],
    [[], "its answer is wrong"],
  ])("refuses another frame with a sentence: %j", (value, sentence) => {
    const read = () => readShape(value, z.object({ books: list(book) }), "book server", "a list of books");
    expect(read).toThrow(UpstreamRejectedError);
    expect(read).toThrow(`The book server sent something that is not a list of books (${sentence}).`);
  });

  it("refuses a list that is longer than anybody's", () => {
    const elements = z.object({ title: text });
    const read = (length: number) =>
      readShape(Array<unknown>(length).fill({ title: "x" }), list(elements), "Prowlarr server", "a list of releases");
    expect(read(50_000)).toHaveLength(50_000);
    expect(() => read(50_001)).toThrow("sent something that is not a list of releases");
  });
});
