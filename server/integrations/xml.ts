/**
 * Parses XML of strangers, in a thread of its own: half a megabyte of it may cost half a second. No entity of the
 * document's own is expanded; nesting, elements, names and time are bounded, and whoever fetches it bounds its bytes.
 */
import { extname } from "node:path";
import { createParserThread } from "./parser-thread.ts";
import type { XmlAnswer, XmlQuestion } from "./xml.worker.ts";

/** The bounds let nothing through that takes half as long on a slow machine. */
const TIMEOUT_MS = 10_000;

const ask = createParserThread<XmlQuestion, XmlAnswer>(
  new URL(`./xml.worker${extname(import.meta.url)}`, import.meta.url),
);

/**
 * @param options `attributeNamePrefix` tells attributes from elements; `maxNestedTags` is how deep a sound document goes.
 * @param lists elements that come as a list also when there is but one.
 * @returns objects of texts, with `#text` beside others; undefined when it is damaged, not whole, or not safe.
 */
export async function parseXml(
  text: string,
  options: XmlQuestion["options"],
  lists: readonly string[] = [],
): Promise<unknown> {
  return (await ask({ text, options, lists }, TIMEOUT_MS))?.document;
}
