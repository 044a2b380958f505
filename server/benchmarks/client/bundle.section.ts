/** How much JavaScript the client is: by the built files, compressed as a proxy would. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Line, Section } from "../section.ts";
import { openStage } from "./stage.ts";

const folder = fileURLToPath(new URL("../../../client", import.meta.url));
const targetBytes = 250_000;

/** What index.html asks for with all that it imports, and what the start page has loaded in the end. */
export const bundle: Section = async (bench): Promise<readonly Line[]> => {
  const initial = initialScripts();
  const stage = await openStage(bench, "bundle", 100);
  const page = await stage.open((await stage.start()).url);
  const loaded = new Set<string>();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".js")) loaded.add(pathname.slice(1));
  });
  await page.goto("/");
  await page.locator(".book-card").first().waitFor();
  await page.waitForLoadState("networkidle");
  return [
    {
      what: `initial JavaScript, gzip, ${initial.size} files`,
      ours: kilobytes(initial),
      target: `≤ ${targetBytes / 1000} kB`,
      met: gzipped(initial) <= targetBytes,
    },
    { what: `all that the start page loads, gzip, ${loaded.size} files`, ours: kilobytes(loaded) },
  ];
};

/** The scripts and preloads of index.html, and whatever those import at once. */
function initialScripts(): Set<string> {
  const html = read("index.html");
  const found = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path!));
  for (const path of found)
    for (const [, imported] of read(path).matchAll(/(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+\.js)"/g))
      found.add(join(dirname(path), imported!));
  return found;
}

const read = (path: string) => readFileSync(join(folder, path), "utf8");

function gzipped(paths: ReadonlySet<string>): number {
  return [...paths].reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0);
}

const kilobytes = (paths: ReadonlySet<string>) => `${(gzipped(paths) / 1000).toFixed(1)} kB`;
