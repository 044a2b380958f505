import { parseXml } from "./xml.ts";

/** Elements that come in numbers, though there may be one only. */
const lists = ["Metadata", "Directory", "Track", "Location", "Media", "Part", "Guid", "Style", "User", "Server"];

/**
 * XML as Plex writes it: values are attributes, true is 1.
 * @returns what JSON of the same would say, with texts for values; undefined when it is damaged or not safe.
 */
export function parsePlexXml(body: string): Promise<unknown> {
  return parseXml(body, { attributeNamePrefix: "", trimValues: true, maxNestedTags: 16 }, lists);
}
