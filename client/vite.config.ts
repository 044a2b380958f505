import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env["SERVER_URL"] ?? "http://127.0.0.1:4000";

export default defineConfig({
  root: at("."),
  plugins: [react()],
  build: {
    outDir: at("../dist/client"),
    emptyOutDir: true,
    // The playground's editor is big; it is a page of its own, which the client never loads.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      input: [at("index.html"), at("playground.html")],
      // GraphiQL was compiled with "use no memo" on top of its modules: it means nothing to us.
      checks: { moduleLevelDirective: false },
    },
  },
  server: { proxy: { "/graphql": { target: server, ws: true }, "/covers": { target: server } } },
});
