/**
 * The download client over a Unix socket, so that every process of one installation, and every thread of it, uses the
 * one client that runs. HTTP, one POST an operation, JSON both ways. The file system guards it: nobody but the user who
 * runs the server can open the socket.
 */
import { createHash, randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, rename, rm } from "node:fs/promises";
import { createServer, request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { DomainError, UpstreamRejectedError, UpstreamUnavailableError, type UpstreamFacts } from "../../errors.ts";
import type { DownloadClient, NewDownload } from "./download-client.ts";
import { EMBEDDED_CLIENT } from "./embedded-settings.ts";

/** `sun_path` holds 108 bytes with its end mark (Linux; 104 on macOS), and a name in the making is 9 longer. */
const PATH_BYTES = 103 - 9;
/** Only hashing many pieces keeps the client's thread from answering. */
const ANSWER_MS = 30_000;

type Operation = "add" | "list" | "remove" | "check";

/** Where the socket of this records folder is: in it, or in a private temporary folder when the path is too long. */
export function socketPathFor(recordsDir: string): string {
  const path = join(recordsDir, "client.sock");
  if (Buffer.byteLength(path) <= PATH_BYTES) return path;
  const name = createHash("sha256").update(recordsDir).digest("hex").slice(0, 16);
  return join(tmpdir(), `readmeabook-${process.getuid?.() ?? 0}`, `${name}.sock`);
}

/**
 * Serves the client at this path, in place of whoever served there before.
 * @returns what ends it, while nobody else serves.
 * @throws UpstreamRejectedError when there can be no socket there.
 */
export async function serveDownloadClient(client: DownloadClient, path: string): Promise<() => Promise<void>> {
  const server = createServer(async (incoming, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const operation = incoming.url?.slice(1) as Operation;
      const result = await perform(client, operation, JSON.parse(await text(incoming)), gone.signal);
      response.end(JSON.stringify({ result: result ?? null }));
    } catch (error) {
      const { code, message, facts } = error as DomainError;
      const isOurs = error instanceof DomainError;
      response.statusCode = 500;
      response.end(JSON.stringify({ error: { code: isOurs ? code : null, message, facts: isOurs ? facts : {} } }));
    }
  });
  // Bound under another name and then moved: closing a server unlinks the name that it was bound to, which must not be
  // the socket of the process that has taken over meanwhile.
  const bound = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await assertPrivate(dirname(path));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(bound, resolve));
    await chmod(bound, 0o600);
    await rename(bound, path);
  } catch (error) {
    server.close();
    throw error instanceof DomainError ? error : noSocket(dirname(path), error as NodeJS.ErrnoException);
  }
  return async () => {
    await rm(path, { force: true });
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  };
}

/**
 * The client that is served at this path.
 * Each operation throws UpstreamUnavailableError when nobody serves there.
 */
export function connectDownloadClient(path: string): Omit<DownloadClient, "close"> {
  const call = (operation: Operation, body: object, signal: AbortSignal) => ask(path, operation, body, signal);
  return {
    async add({ torrent, ...download }, signal) {
      await call("add", { ...download, torrent: torrent && Buffer.from(torrent).toString("base64") }, signal);
    },
    list: (signal) => call("list", {}, signal) as ReturnType<DownloadClient["list"]>,
    async remove(id, options, signal) {
      await call("remove", { id, ...options }, signal);
    },
    check: (signal) => call("check", {}, signal) as ReturnType<DownloadClient["check"]>,
  };
}

function perform(client: DownloadClient, operation: Operation, body: Record<string, unknown>, signal: AbortSignal) {
  switch (operation) {
    case "add": {
      const { torrent, ...download } = body as unknown as NewDownload & { torrent?: string };
      return client.add(torrent ? { ...download, torrent: Buffer.from(torrent, "base64") } : download, signal);
    }
    case "list":
      return client.list(signal);
    case "remove":
      return client.remove(String(body["id"]), { deleteFiles: body["deleteFiles"] === true }, signal);
    case "check":
      return client.check(signal);
  }
}

async function ask(socketPath: string, operation: Operation, body: object, signal: AbortSignal): Promise<unknown> {
  const answer = await new Promise<string>((resolve, reject) => {
    const onResponse = (response: IncomingMessage) => text(response).then(resolve, reject);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    request({ socketPath, path: `/${operation}`, method: "POST", agent: false, signal: limit }, onResponse)
      .on("error", reject)
      .end(JSON.stringify(body));
  }).catch((cause) => {
    signal.throwIfAborted();
    const message =
      "The embedded download client does not answer. It is tried again by itself; restart the server if this stays.";
    throw new UpstreamUnavailableError(message, { integration: EMBEDDED_CLIENT }, { cause });
  });
  const { result, error } = JSON.parse(answer) as { result?: unknown; error?: WireError };
  if (!error) return result;
  if (error.code === "UPSTREAM_REJECTED") throw new UpstreamRejectedError(error.message, error.facts);
  if (error.code === "UPSTREAM_UNAVAILABLE") throw new UpstreamUnavailableError(error.message, error.facts);
  throw new Error(`The embedded download client failed: ${error.message}`);
}

interface WireError {
  code: string | null;
  message: string;
  facts: UpstreamFacts;
}

function noSocket(folder: string, cause: NodeJS.ErrnoException): UpstreamRejectedError {
  const isFull = cause.code === "ENOSPC" || cause.code === "EDQUOT";
  const reason = isFull ? "the disk is full. Make room" : `${cause.message}. Look at what is there`;
  const message = `The embedded download client has its socket in ${folder}, and cannot make it: ${reason}; it is tried again by itself.`;
  return new UpstreamRejectedError(message, { integration: EMBEDDED_CLIENT }, { cause });
}

/** Makes the folder ours alone, or refuses it: in a shared temporary folder somebody else may have made it first. */
async function assertPrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const isOurs = found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  if (isOurs) return chmod(folder, 0o700);
  const message = `The folder ${folder} belongs to somebody else. Remove it, or choose a shorter data folder.`;
  throw new UpstreamRejectedError(message, { integration: EMBEDDED_CLIENT });
}
