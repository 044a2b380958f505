/**
 * An in-process HTTP server that stands for a vendor, and fails in every way that vendors do when told to.
 * The fakes of single vendors add what theirs answers.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** The ways to fail that need no knowledge of the vendor's protocol. */
export type VendorFault =
  | "rate_limited" // 429 with Retry-After: 7
  | "server_error" // 500
  | "silent" // takes the question, never answers
  | "slow_body" // starts at once, then trickles without an end
  | "dropped" // closes the connection in the middle of the body
  | "oversized" // a body without an end, as fast as it is taken
  | "html" // 200 with a web page
  | "empty" // 200 with nothing
  | "truncated" // the first half of the right answer
  | "malformed"; // the right answer with its end replaced by rubbish

/** What a vendor answers. Status 200 and an empty body unless told. */
export interface VendorAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A running stand-in. */
export interface VendorServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Every question so far, faults included, oldest first. */
  readonly requests: URL[];
  /** Lets the next question (or the next `times` of those that `only` picks) go wrong; an answer of its own works too. */
  fault(fault: VendorFault | VendorAnswer, options?: { times?: number; only?: (url: URL) => boolean }): void;
  close(): Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1.
 * @param answer is called once the question is here as a whole, its body included.
 */
export async function startVendorServer(
  answer: (url: URL, request: IncomingMessage, body: Uint8Array) => VendorAnswer | Promise<VendorAnswer>,
): Promise<VendorServer> {
  let faults: { fault: VendorFault | VendorAnswer; left: number; only: (url: URL) => boolean }[] = [];
  const requests: URL[] = [];
  let origin = "";

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", origin);
    requests.push(url);
    const due = faults.find(({ only }) => only(url));
    if (due) due.left -= 1;
    faults = faults.filter(({ left }) => left > 0);
    const body = await buffer(request).catch(() => null);
    // Whoever asked has gone.
    if (!body) return;
    if (typeof due?.fault === "string") fail(due.fault, await answer(url, request, body), response);
    else send(due?.fault ?? (await answer(url, request, body)), response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: origin,
    requests,
    fault: (fault, { times = 1, only = () => true } = {}) => void faults.push({ fault, left: times, only }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send({ status = 200, headers = {}, body = "" }: VendorAnswer, response: ServerResponse): void {
  response.writeHead(status, headers).end(body);
}

function fail(fault: VendorFault, right: VendorAnswer, response: ServerResponse): void {
  const body = Buffer.from(right.body ?? "");
  switch (fault) {
    case "rate_limited":
      return send({ status: 429, headers: { "retry-after": "7" } }, response);
    case "server_error":
      return send({ status: 500, body: "Internal Server Error" }, response);
    case "silent":
      return;
    case "slow_body": {
      response.writeHead(200, right.headers);
      const trickle = setInterval(() => response.write(" "), 20);
      return void response.on("close", () => clearInterval(trickle));
    }
    case "dropped":
      response.writeHead(200, { ...right.headers, "content-length": body.length + 1 });
      return void response.write(body, () => response.destroy());
    case "oversized": {
      response.writeHead(200, right.headers);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, " ")));
      };
      response.on("drain", pour);
      return pour();
    }
    case "html": {
      const page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>";
      return send({ headers: { "content-type": "text/html" }, body: page }, response);
    }
    case "empty":
      return send({ headers: right.headers }, response);
    case "truncated":
      return send({ ...right, body: body.subarray(0, body.length / 2) }, response);
    case "malformed":
      return send({ ...right, body: `${body.subarray(0, -5).toString()}<b>&{` }, response);
  }
}
