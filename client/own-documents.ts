import { print, stripIgnoredCharacters, type DocumentNode } from "graphql";
import type { Plugin } from "vite";
import * as generated from "./src/graphql/generated/graphql.ts";

const documents = generated as unknown as Readonly<Record<string, DocumentNode>>;
const call = /\bgraphql\(`([^`]*)`\)/g;

/**
 * Puts the text of each operation where it is used. The generated module holds the syntax trees of all of them, and would be
 * loaded as a whole before the first page is shown.
 */
export function ownDocuments(): Plugin {
  return {
    name: "own-documents",
    enforce: "pre",
    transform(code, id) {
      if (id.includes("/generated/") || !code.includes("graphql(`")) return null;
      const own = code.replace(call, (_, source: string) => {
        const [, kind, name] = /\b(query|mutation|subscription|fragment)\s+(\w+)/.exec(source)!;
        const document = documents[`${name}${kind === "fragment" ? "FragmentDoc" : "Document"}`];
        if (!document) this.error(`There is no ${kind} ${name} among the generated documents. Run: npm run codegen`);
        // urql takes a text as well, and reads it when it is first asked for.
        return JSON.stringify(stripIgnoredCharacters(print(document)));
      });
      return { code: own, map: null };
    },
  };
}
