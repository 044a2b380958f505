/** What may be shown of a text in which somebody's password or key may stand, because it holds an address. */

/** Of an address all but its password, the values of its query, and what looks like a key in its path. */
export function hideInAddress(address: string): string {
  return address
    .replace(/\/\/[^/?#\s]*@/g, "//…@")
    .replace(/([?&][^=&#]*=)[^&#]+/g, "$1…")
    .replace(/\/[0-9a-z]{24,}(?=[/?#]|$)/gi, "/…");
}

/** Of every address in a text its scheme and host, and of a magnet link nothing: both hold keys anywhere. Code's own places stay. */
export function hideAddresses(text: string): string {
  return text
    .replace(/\b(?!file:)([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>]*@)?([^\s/?#"'<>()@]*)[^\s"'<>]*/gi, "$1$2")
    .replace(/\bmagnet:[^\s"'<>]*/gi, "magnet:…");
}

/**
 * Takes secrets out of a text that somebody else has written, who was told them.
 * @param secrets shorter ones than six characters are left: they would be found in words.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of secrets.filter(({ length }) => length >= 6))
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
      hidden = hidden.replaceAll(form, "…");
  return hidden;
}
