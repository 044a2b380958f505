/**
 * Reading JSON that others wrote: its frame must be right, or the whole answer is refused; inside it an odd value counts
 * as not said, and an odd element of a list is left out. Numbers may come as texts and texts as numbers.
 */
import { z } from "zod";
import { UpstreamRejectedError } from "../errors.ts";
import type { HttpAnswer } from "./http-client.ts";

/** A text on one line, without control characters; null when it is missing, empty or no text. */
export const text = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value !== "string" && typeof value !== "number") return null;
    return (
      String(value)
        .replace(/[\p{Cc}\s]+/gu, " ")
        .trim() || null
    );
  });

/** A number from 0 up; null for anything else: "-1" and "unknown" both say nothing. */
export const number = z
  .unknown()
  .optional()
  .transform((value) => {
    const digits = typeof value === "number" || typeof value === "string" ? String(value) : "";
    return /^\d{1,15}(\.\d{1,20})?$/.test(digits) ? Number(digits) : null;
  });

/** A client with that many torrents shows no list any more; a million odd elements take five seconds to look at. */
const MOST_ELEMENTS = 50_000;

/** An array without those elements that are not what they should be. Itself it must be an array of at most 50 000. */
export function list<Element>(element: z.ZodType<Element>): z.ZodType<Element[]> {
  return z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length <= MOST_ELEMENTS)
    .transform((values) =>
      values.flatMap((value) => {
        const result = element.safeParse(value);
        return result.success ? [result.data] : [];
      }),
    );
}

/** The same, where nothing is as good as an empty list. */
export function listOrNone<Element>(element: z.ZodType<Element>): z.ZodType<Element[]> {
  return list(element).catch([]);
}

/**
 * @param integration as in messages: "Prowlarr server".
 * @param what that should have come: "a list of releases".
 * @throws UpstreamRejectedError when the answer is not JSON, or not of this shape.
 */
export function readJson<Shape>(answer: HttpAnswer, shape: z.ZodType<Shape>, integration: string, what: string): Shape {
  return readShape(answer.json(), shape, integration, what);
}

/** As readJson, of what is parsed already. */
export function readShape<Shape>(value: unknown, shape: z.ZodType<Shape>, integration: string, what: string): Shape {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join(".") || "its answer";
  const message = `The ${integration} sent something that is not ${what} (${where} is wrong). Check its address under Settings.`;
  throw new UpstreamRejectedError(message, { integration });
}
