/**
 * @returns the words to search an indexer for. Drops "(Unabridged)", and punctuation that an indexer would search for or
 * take for an operator ("-", "|", "!"); the text itself when nothing else is in it.
 */
export function toSearchWords(text: string): string {
  const words = text
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, " ")
    .replace(/[’‘ʼ`]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}'-]+/gu, " ")
    .replace(/(?<![\p{L}\p{N}])['-]+|['-]+(?![\p{L}\p{N}])/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return words || text.trim();
}
