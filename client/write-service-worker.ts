import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Beside what is bundled. Nothing of the playground: it is no use without the server. The page without anything of a person's. */
const others = ["/index.html", "/theme.js", "/favicon.svg", "/manifest.webmanifest", "/icons/icon-192.png"];

/** Writes the service worker with the list of the files that index.html and its pages are made of. @param source its path. */
export function writeServiceWorker(source: string): Plugin {
  return {
    name: "write-service-worker",
    apply: "build",
    // Once the page is there.
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = new Set<string>();
      const add = (name: string) => {
        if (files.has(name)) return;
        files.add(name);
        const chunk = bundle[name];
        if (chunk?.type !== "chunk") return;
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) add(next);
        for (const style of chunk.viteMetadata?.importedCss ?? []) add(style);
      };
      for (const output of Object.values(bundle)) {
        if (output.type === "chunk" && output.facadeModuleId?.endsWith("/index.html")) add(output.fileName);
        // The fonts of other scripts are kept once they are used.
        if (output.type === "asset" && /-latin-wght-normal.*\.woff2$/.test(output.fileName)) add(output.fileName);
      }
      const list = JSON.stringify([...others, ...[...files].map((file) => `/${file}`).toSorted()]);
      // The page has no hash in its name, but whatever changes in it changes a file or this list's version.
      const page = Object.values(bundle).find(({ fileName }) => fileName === "index.html");
      const hash = createHash("sha256")
        .update(list)
        .update(page?.type === "asset" ? page.source : "")
        .digest("hex");
      this.emitFile({
        type: "asset",
        fileName: "service-worker.js",
        source: readFileSync(source, "utf8")
          .replace("/* the build */ []", list)
          .replace('/* the build */ ""', JSON.stringify(hash.slice(0, 12))),
      });
    },
  };
}
