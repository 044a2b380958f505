/**
 * The thread in which XML is parsed; only xml.ts starts it. It imports nothing of ours and uses no syntax that Node
 * cannot strip, because Node loads it by itself, in tests too.
 */
import { parentPort } from "node:worker_threads";
import { XMLParser, XMLValidator, type X2jOptions } from "fast-xml-parser";

/** A search of every tracker that Jackett knows has some 60 000; what has more costs a second to parse. */
const MOST_TAGS = 200_000;
/** What one element may hold of different names. More takes long to hand over, and nobody has more. */
const MOST_NAMES = 1_000;

export interface XmlQuestion {
  readonly text: string;
  readonly options: Pick<X2jOptions, "attributeNamePrefix" | "trimValues" | "maxNestedTags">;
  /** Elements that come in numbers, though there may be one only. */
  readonly lists: readonly string[];
}

export interface XmlAnswer {
  /** undefined when the document is damaged, not whole, or beyond one of the bounds. */
  readonly document: unknown;
}

parentPort?.on("message", (question: XmlQuestion) => {
  let document: unknown;
  try {
    document = parse(question);
  } catch {
    document = undefined; // refused by one of the parser's bounds
  }
  parentPort?.postMessage({ document } satisfies XmlAnswer);
});

function parse({ text, options, lists }: XmlQuestion): unknown {
  if (countTags(text) > MOST_TAGS) return undefined;
  // The parser alone takes half a document for a whole one.
  if (XMLValidator.validate(text, { allowBooleanAttributes: true }) !== true) return undefined;
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    parseAttributeValue: false,
    htmlEntities: true, // also what makes the parser decode &#39;
    processEntities: { maxEntityCount: 1, maxEntitySize: 1 }, // a document that declares any is refused
    isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && lists.includes(name),
    ...options,
  });
  const document: unknown = parser.parse(text);
  return hasManyNames(document) ? undefined : document;
}

function countTags(text: string): number {
  let count = 0;
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at + 1)) count += 1;
  return count;
}

/** Recursion ends where maxNestedTags does. */
function hasManyNames(element: unknown): boolean {
  if (typeof element !== "object" || element === null) return false;
  const values = Object.values(element);
  return (!Array.isArray(element) && values.length > MOST_NAMES) || values.some(hasManyNames);
}
