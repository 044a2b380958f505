/**
 * The start page, written for who is signed in: what it shows is seen before the client's program has run, which then takes it
 * over. The operations behind it are put to /graphql as the browser would have put them, and all its walls hold.
 */
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Env } from "./env.ts";
import { presentedBy } from "./graphql/session-cookie.ts";
import type { Logger } from "./logger.ts";

/** What client/src/first-page.tsx exports. */
interface FirstPageModule {
  writeFirstPage(
    ask: (operation: object) => Promise<object>,
    cookies: string,
    tags: readonly string[],
  ): Promise<{ readonly language: string; readonly html: string; readonly answers: string }>;
}

/** By what the person and the address are known. */
const passedOn = ["cookie", "host", "user-agent", "x-forwarded-for"];

/** Longer than that, and the client's program had better ask by itself. */
const patienceMs = 3_000;

/** @returns null when there is nothing to write for this request: the page as it was built does for it. */
export type WriteStartPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | null>;

/** @param clientFolder where the built client lies; the start page's program lies beside it. */
export async function createWriteStartPage(
  app: FastifyInstance,
  clientFolder: string,
  { publicUrl }: Env,
  logger: Logger,
): Promise<WriteStartPage> {
  const program = join(realpathSync(clientFolder), "../first-page/first-page.js");
  const { writeFirstPage } = (await import(pathToFileURL(program).href)) as FirstPageModule;
  const template = readFileSync(join(clientFolder, "index.html"), "utf8");

  /** As the same person, from the same address, in the same words. */
  async function ask({ headers, raw }: FastifyRequest, operation: object): Promise<object> {
    const answer = await app.inject({
      method: "POST",
      url: "/graphql",
      remoteAddress: raw.socket.remoteAddress,
      headers: Object.fromEntries(passedOn.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []))),
      payload: operation,
    });
    return answer.json();
  }

  return async (request, reply) => {
    const { headers, cookies, url } = request;
    if (url !== "/" || !presentedBy(headers, cookies, publicUrl).cookie) return null;
    const page = await Promise.race([
      writeFirstPage(
        (operation) => ask(request, operation),
        headers.cookie ?? "",
        tagsOf(headers["accept-language"]),
      ).catch((error: Error) => {
        logger.debug({ reason: error.message }, "The start page is left to the browser");
        return null;
      }),
      pause(patienceMs, null, { ref: false }),
    ]);
    if (!page) return null;
    const text = template
      .replace('<html lang="en">', `<html lang="${page.language}">`)
      .replace('<div id="root"></div>', () => `<div id="root">${page.html}</div>${page.answers}`);
    // It is about one person.
    reply.headers({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store", vary: "accept-encoding" });
    if (!/\bgzip\b/.test(String(headers["accept-encoding"]))) return reply.send(text);
    return reply.header("content-encoding", "gzip").send(await promisify(gzip)(text, { level: 4 }));
  };
}

/** The browser's languages, in its own order: each names the dearest first. */
function tagsOf(acceptLanguage = ""): string[] {
  return acceptLanguage.split(",").map((each) => each.split(";")[0]!.trim());
}
