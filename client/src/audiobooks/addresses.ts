/** What somebody or something is the author, the narrator or the series of. */
export type Kinship = "author" | "narrator" | "series";

/** The beginning of the addresses of each kind of page. */
export const kinPaths = { author: "/authors", narrator: "/narrators", series: "/series" } as const satisfies Record<
  Kinship,
  string
>;

/** The page that lists what a name stands for. */
export function kinHref(kinship: Kinship, name: string): string {
  return `${kinPaths[kinship]}/${encodeURIComponent(name)}`;
}

/** A name out of an address, whether or not the router has decoded it. */
export function nameOfParam(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}
