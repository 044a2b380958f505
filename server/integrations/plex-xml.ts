/**
 * XML as Plex writes it: values are attributes, true is 1. Nothing that comes is trusted: documents that declare entities
 * are refused, nesting is bounded.
 */
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Elements that come in numbers, though there may be one only. */
const lists = new Set([
  "Metadata",
  "Directory",
  "Track",
  "Location",
  "Media",
  "Part",
  "Guid",
  "Style",
  "User",
  "Server",
]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  htmlEntities: true, // also what makes the parser decode &#39;
  processEntities: { maxEntityCount: 1, maxEntitySize: 1 }, // a document that declares any is refused
  maxNestedTags: 16,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && lists.has(name),
});

/** @returns what JSON of the same would say, with texts for values; undefined when it is damaged or not safe. */
export function parsePlexXml(body: string): unknown {
  try {
    // The parser alone takes half a document for a whole one.
    return XMLValidator.validate(body) === true ? (parser.parse(body) as unknown) : undefined;
  } catch {
    return undefined; // refused by one of the bounds
  }
}
