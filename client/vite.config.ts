import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { print, type DocumentNode } from "graphql";
import { build, defineConfig, type Plugin } from "vite";
import { ownDocuments } from "./own-documents.ts";
import * as generated from "./src/graphql/generated/graphql.ts";
import { writeServiceWorker } from "./write-service-worker.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env["SERVER_URL"] ?? "http://127.0.0.1:4000";

/** Writes down every operation of the client, by its name: the server may be told to run no others for browsers. */
function operationsManifest(): Plugin {
  const documents = Object.entries(generated as Record<string, unknown>).filter(([name]) => name.endsWith("Document"));
  const texts = Object.fromEntries(documents.map(([name, document]) => [name, print(document as DocumentNode)]));
  return {
    name: "operations-manifest",
    apply: "build",
    writeBundle: ({ dir }) => writeFileSync(join(dir!, "../operations.json"), JSON.stringify(texts, null, 2)),
  };
}

/** Beside each file that is text the same, packed: the server hands out that one to whoever takes it. */
function packedFiles(): Plugin {
  return {
    name: "packed-files",
    apply: "build",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((each) => /\.(js|css|html|svg)$/.test(each))) {
        const path = join(dir!, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

/** The start page for the server, which writes it for whoever is signed in. With all that it needs: installed are only the server's packages. */
function firstPage(): Plugin {
  return {
    name: "first-page",
    apply: "build",
    async writeBundle({ dir }) {
      await build({
        configFile: false,
        root: at("."),
        logLevel: "warn",
        plugins: [ownDocuments(), react()],
        publicDir: false,
        ssr: { noExternal: true },
        build: { ssr: at("src/first-page.tsx"), outDir: join(dir!, "../first-page"), emptyOutDir: true },
      });
    },
  };
}

/** The page asks for its letters with itself, and not when its styles have come: what is written first is not set anew in others. */
function earlyFonts(): Plugin {
  return {
    name: "early-fonts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle, path }) =>
        path === "/index.html"
          ? Object.keys(bundle ?? {})
              .filter((name) => /-latin-wght-normal.*\.woff2$/.test(name))
              .map((name) => ({
                tag: "link",
                attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href: `/${name}` },
                injectTo: "head",
              }))
          : [],
    },
  };
}

/** What every page needs comes in one piece, although the playground shares some of it. */
const libraries =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|urql|@urql|@0no-co|wonka|graphql-ws|wouter)\//;
const ours = /client\/src\/(graphql\/[^g]|i18n\/(?!german)|layout\/[^/]*$|ui\/)/;

export default defineConfig({
  root: at("."),
  plugins: [
    ownDocuments(),
    react(),
    operationsManifest(),
    firstPage(),
    earlyFonts(),
    packedFiles(),
    writeServiceWorker(at("service-worker.js")),
  ],
  build: {
    outDir: at("../dist/client"),
    emptyOutDir: true,
    // The playground's editor is big; it is a page of its own, which the client never loads.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      input: [at("index.html"), at("playground.html")],
      output: { codeSplitting: { groups: [{ name: "base", test: (id) => libraries.test(id) || ours.test(id) }] } },
      // GraphiQL was compiled with "use no memo" on top of its modules: it means nothing to us.
      checks: { moduleLevelDirective: false },
    },
  },
  // While it is developed: the playground's workers are loaded by Vite itself, which a bundle made beforehand cannot.
  optimizeDeps: { exclude: ["graphiql", "@graphiql/react"], entries: ["index.html"] },
  server: { proxy: { "/graphql": { target: server, ws: true }, "/covers": { target: server } } },
});
