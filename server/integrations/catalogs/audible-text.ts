/** The entities that are seen in Audible's descriptions; numeric ones are read as such. */
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  copy: "©",
  reg: "®",
  trade: "™",
  eacute: "é",
};

/**
 * Takes the HTML out of a description: paragraphs and list items become lines with an empty one between them, everything else is
 * dropped. The outcome is text, to be shown as text: what looks like a tag in it was written as entities.
 */
export function toPlainText(html: string): string {
  // No tag reaches over the next one: a long row of "<p <p <p" would else be read again from each of them.
  return html
    .replace(/\s+/g, " ")
    .replace(/<\/?(p|div|li|ul|ol|h[1-6]|blockquote)\b[^<>]*>/gi, "\n\n")
    .replace(/<br\b[^<>]*>/gi, "\n")
    .replace(/<\/?[a-z!][^<>]*>/gi, "")
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => readEntity(name) ?? whole)
    .split("\n")
    .map((line) => line.replace(/[^\S\n]+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function readEntity(name: string): string | undefined {
  if (!name.startsWith("#")) return entities[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  const isText = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 127;
  return isText ? String.fromCodePoint(code) : "";
}
