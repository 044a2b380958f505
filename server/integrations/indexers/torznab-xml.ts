/**
 * From the bytes of an answer to an XML document that is what was asked for, or to an error that says what came instead.
 * What indexers say of an error is shortened and stripped of addresses before anybody sees it.
 */
import { UpstreamRejectedError, UpstreamUnavailableError } from "../../errors.ts";
import type { HttpAnswer } from "../http-client.ts";
import { parseXml } from "../xml.ts";

export const TORZNAB = "Torznab indexer";

/**
 * @param expected the root element: "caps" or "rss".
 * @param secret is taken out of what the indexer says, should it quote the key.
 * @returns the root element.
 * @throws UpstreamUnavailableError when the document is an error about limits; UpstreamRejectedError when it is another
 * error, or no such document at all.
 */
export async function readTorznabDocument(
  answer: HttpAnswer,
  expected: "caps" | "rss",
  secret: string,
): Promise<unknown> {
  const { status } = answer;
  const text = decode(answer.bytes).trim();
  const rejected = (what: string) =>
    new UpstreamRejectedError(`The ${TORZNAB} ${what}`, { integration: TORZNAB, status });
  const refused = () => rejected(`refused the request (${status}). Check its settings under Settings.`);

  if (text === "") throw status < 300 ? rejected("sent an empty answer. Look at its log.") : refused();
  if (/^(<!--[^>]*>\s*)?(<!doctype\s+html|<html)/i.test(text)) {
    throw rejected("sent a web page instead of search results. Check its address under Settings.");
  }
  // Trimmed, the words around a CDATA section would be joined; textOf trims.
  const document = await parseXml(text, { attributeNamePrefix: "@", trimValues: false, maxNestedTags: 64 });
  if (!document) throw rejected("sent a damaged document (XML that is not well-formed or not safe). Look at its log.");
  const [error] = children(document, "error");
  if (error !== undefined) throw documentError(error, status, secret);
  const [root] = children(document, expected);
  if (status >= 300) throw refused();
  if (root === undefined) throw rejected("sent something that is not Torznab. Check its address under Settings.");
  return root;
}

/** @returns the elements of that name below `parent`, in their order. */
export function children(parent: unknown, name: string): unknown[] {
  const found = typeof parent === "object" && parent !== null ? (parent as Record<string, unknown>)[name] : undefined;
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
}

/** @returns the text of an element on one line, without control characters; "" when it has none. */
export function textOf(element: unknown): string {
  if (typeof element === "string") return element.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return typeof element === "object" && element !== null && "#text" in element ? textOf(element["#text"]) : "";
}

/** @returns the value of an attribute; "" when there is none. */
export function attributeOf(element: unknown, name: string): string {
  return textOf(children(element, `@${name}`)[0]);
}

/** Old trackers send what they declare, such as windows-1251. */
function decode(bytes: Uint8Array): string {
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)/i.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"));
  try {
    return new TextDecoder(declared?.[1] ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** @see https://torznab.github.io/spec-1.3-draft/torznab/Specification-v1.3.html for the codes; 429, 500 and 501 are seen in the wild. */
function documentError(error: unknown, status: number, secret: string): Error {
  const code = Number(attributeOf(error, "code"));
  const said = quote(attributeOf(error, "description"), secret);
  if ([429, 500, 501, 910].includes(code) || /limit(s)? reached/i.test(said)) {
    const message = `The ${TORZNAB} wants to be left alone for a while${said}.`;
    return new UpstreamUnavailableError(message, { integration: TORZNAB, status, retryAfterSeconds: readDelay(said) });
  }
  const message =
    code >= 100 && code < 200
      ? `The ${TORZNAB} refused the API key${said}. Check it under Settings.`
      : `The ${TORZNAB} refused the request${said}. Check its settings under Settings.`;
  return new UpstreamRejectedError(message, { integration: TORZNAB, status });
}

/** @returns `: "what it said"`, or "" when it said nothing. Jackett quotes the tracker's address, passkey included. */
function quote(description: string, secret: string): string {
  const safe = (secret ? description.replaceAll(secret, "…") : description)
    .replace(/[a-z]+:\/\/([^/\s?#]*@)?([^/\s?#]+)\S*/gi, "$2")
    .replace(/\b[0-9a-f]{16,}\b/gi, "…");
  return safe === "" ? "" : `: "${safe.length > 200 ? `${safe.slice(0, 199)}…` : safe.replace(/\.$/, "")}"`;
}

/** "Retry in 12 minutes" → 720. */
function readDelay(text: string): number | undefined {
  const match = /\b(\d{1,4})\s*(second|minute|hour)/i.exec(text);
  const unit = { second: 1, minute: 60, hour: 3600 }[match?.[2]?.toLowerCase() ?? ""];
  return match && unit ? Number(match[1]) * unit : undefined;
}
