/** What a file of a download is, by its name alone. */
import { basename, extname } from "node:path";
import { audioExtensions } from "../integrations/audio-files.ts";

/** `protected` is Audible's DRM, `unfinished` what a client has not completed, `other` is left behind. */
export type ContentKind = "audio" | "protected" | "image" | "archive" | "program" | "unfinished" | "other";

const kinds: readonly [ContentKind, RegExp][] = [
  ["unfinished", /\.(part|!qb|!ut|crdownload|aria2|partial|incomplete|bc!)$/i],
  ["protected", /\.(aa|aax|aaxc)$/i],
  ["image", /\.(jpe?g|png)$/i],
  ["archive", /\.(rar|r\d\d|zip|z\d\d|7z|7z\.\d+|tar|gz|bz2|xz|iso)$/i],
  ["program", /\.(exe|msi|bat|cmd|com|scr|pif|vbs|ps1|lnk|js|jar|hta|apk|dmg|pkg|sh)$/i],
];

/** @param path below the content's folder, separated by / */
export function kindOf(path: string): ContentKind {
  // macOS leaves ._name beside each file and __MACOSX in archives; they look like audio and are not.
  if (path.split("/").some((segment) => segment.startsWith(".") || segment === "__MACOSX")) return "other";
  if (audioExtensions.has(extname(path).toLowerCase())) return "audio";
  return kinds.find(([, pattern]) => pattern.test(basename(path)))?.[0] ?? "other";
}

/** Whether it lies in a folder for samples or calls itself one. */
export function isSample(path: string): boolean {
  const segments = path.split("/");
  const stem = basename(path, extname(path));
  return segments.slice(0, -1).some((folder) => /^samples?$/i.test(folder)) || /(^|[\s._-])sample$/i.test(stem);
}
