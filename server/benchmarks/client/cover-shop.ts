import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";

/** A catalog whose covers are those of the benchmark's books. */
export interface CoverShop {
  /** Covers are below it, under any name that ends in a number and .jpg. */
  readonly url: string;
  close(): void;
}

/** How many pictures there are; books with more are given the same ones again. */
const different = 48;
const side = 500;

/** Starts it on this machine, with square JPEGs that are as heavy as real covers. Its searches find nothing. */
export async function openCoverShop(): Promise<CoverShop> {
  const pictures = await Promise.all(Array.from({ length: different }, (_, index) => paint(index)));
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/books")) {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ entries: [], hasNextPage: false }));
      return;
    }
    const number = Number(/(\d+)\.jpg$/.exec(request.url ?? "")?.[1] ?? 0);
    response.setHeader("content-type", "image/jpeg").end(pictures[number % different]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A tint with some noise on it: plain areas would weigh nothing, and be decoded in no time. */
function paint(index: number): Promise<Buffer> {
  const hue = (index * 137) % 360;
  const background = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
      <rect width="100%" height="100%" fill="hsl(${hue}, 45%, 35%)"/>
      <circle cx="${100 + ((index * 53) % 300)}" cy="${100 + ((index * 31) % 300)}" r="140" fill="hsl(${(hue + 40) % 360}, 60%, 60%)"/>
    </svg>`,
  );
  const noise = { type: "gaussian", mean: 128, sigma: 24 } as const;
  return sharp({ create: { width: side, height: side, channels: 3, background: "#808080", noise } })
    .composite([{ input: background, blend: "overlay" }])
    .jpeg({ quality: 85 })
    .toBuffer();
}
