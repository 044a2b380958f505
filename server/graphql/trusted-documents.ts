import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GraphQLError, Kind, parse, print, visit, type DocumentNode } from "graphql";
import { UntrustedDocumentError } from "../errors.ts";
import type { OperationContext } from "./operation.ts";

/** @throws GraphQLError where only the web client's operations may run, and this is another one. */
export type AssertTrusted = (document: DocumentNode, ctx: OperationContext) => Promise<void>;

/** Written by the client's build, whether this runs from the sources or compiled. */
const manifests = ["../../operations.json", "../../dist/operations.json"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Holds browsers and strangers to the operations of the web client, where the setting says so; who comes with an API key may
 * ask what they like. Texts are compared and not hashes that clients send, so that a client runs without the setting as it
 * does with it. Where the client is not built nothing is trusted.
 */
export function createAssertTrusted(): AssertTrusted {
  const trusted = new Set(readManifest().map((text) => normalForm(parse(text))));
  const known = new WeakMap<DocumentNode, boolean>();
  return async (document, { credentials, integrations }) => {
    if (credentials?.apiKey || (await integrations.settings())["system.trusted_documents_only"] !== "true") return;
    let isTrusted = known.get(document);
    if (isTrusted === undefined) known.set(document, (isTrusted = trusted.has(normalForm(document))));
    if (isTrusted) return;
    const originalError = new UntrustedDocumentError();
    throw new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 400 } } });
  };
}

/** @returns what the client calls its operations. */
export function readOperationNames(): ReadonlySet<string> {
  const definitions = readManifest().flatMap((text) => [...parse(text).definitions]);
  return new Set(
    definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? (each.name?.value ?? []) : [])),
  );
}

/** The texts of the client's operations; read once, for a build comes with a restart. */
function readManifest(): readonly string[] {
  for (const path of manifests) {
    try {
      return Object.values(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return [];
}

/** The client's cache asks for the name of every type besides: who asks only for that learns nothing. */
function normalForm(document: DocumentNode): string {
  return print(
    visit(document, { Field: ({ name, alias }) => (name.value === "__typename" && !alias ? null : undefined) }),
  );
}
