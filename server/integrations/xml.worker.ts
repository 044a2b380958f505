/**
 * The thread in which XML is parsed; only xml.ts starts it. It imports nothing of ours and uses no syntax that Node
 * cannot strip, because Node loads it by itself, in tests too.
 */
import { parentPort } from "node:worker_threads";
import { XMLParser, XMLValidator, type X2jOptions } from "fast-xml-parser";

/** Tags and attributes. A thousand releases have some 60 000; what has more than this costs seconds to parse. */
const MOST_PARTS = 300_000;
/** What one element may hold of different names. More takes long to hand over, and nobody has more. */
const MOST_NAMES = 1_000;

const [TAG, ATTRIBUTE] = Buffer.from("<=");

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
  if (countParts(text) > MOST_PARTS) return undefined;
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

function countParts(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === TAG || code === ATTRIBUTE) count += 1;
  }
  return count;
}

/** Recursion ends where maxNestedTags does. */
function hasManyNames(element: unknown): boolean {
  if (typeof element !== "object" || element === null) return false;
  const values = Object.values(element);
  return (!Array.isArray(element) && values.length > MOST_NAMES) || values.some(hasManyNames);
}
