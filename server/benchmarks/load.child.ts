/** The load: keeps `connections` busy with one question for a while, and says how it went. In a process of its own. */
import { Agent, request } from "node:http";
import { given, tell } from "./program.ts";
import { percentile } from "./statistics.ts";

/** A question, as often as it is answered. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
}

/** How it went; times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers that were not 200, or of another length than the first one. */
  readonly odd: number;
}

const { url, headers, body, connections, seconds } = given<Load>();
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const options = {
  agent,
  method: "POST",
  headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
};

function ask(): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let length = 0;
      response.on("data", (chunk: Buffer) => (length += chunk.length));
      response.on("end", () => resolve(response.statusCode === 200 ? length : 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const usual = await ask();
const times: number[] = [];
let odd = 0;
const begun = performance.now();
const end = begun + seconds * 1000;
await Promise.all(
  Array.from({ length: connections }, async () => {
    for (let now = performance.now(); now < end;) {
      if ((await ask()) !== usual || usual === 0) odd += 1;
      const then = performance.now();
      times.push(then - now);
      now = then;
    }
  }),
);
const took = (performance.now() - begun) / 1000;
agent.destroy();
await tell({ perSecond: times.length / took, p50: percentile(times, 50), p99: percentile(times, 99), odd });
process.disconnect();
