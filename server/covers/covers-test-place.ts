import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { createHttpClient, withConfiguredOrigins } from "../integrations/http-client.ts";
import { createLogger } from "../logger.ts";
import { startVendorServer, type VendorAnswer, type VendorServer } from "../testing/fakes/vendor-server.ts";
import { createCovers, type Covers, type CoversOptions } from "./covers.ts";

/** A host of pictures that counts as configured, one that does not, and a folder. */
export interface CoversPlace {
  readonly folder: string;
  readonly host: VendorServer;
  readonly stranger: VendorServer;
  /** Puts something at a path of the host. @returns its address. */
  put(path: string, answer: VendorAnswer): string;
  /** As after a start: it remembers nothing but what is in the folder. */
  start(options?: Partial<CoversOptions>): Covers;
  close(): Promise<void>;
}

/** Both hosts listen on loopback. */
export async function makeCoversPlace(): Promise<CoversPlace> {
  const folder = await mkdtemp(join(tmpdir(), "covers-"));
  const answers = new Map<string, VendorAnswer>();
  const host = await startVendorServer(({ pathname }) => answers.get(pathname) ?? { status: 404 });
  const stranger = await startVendorServer(async () => ({ body: await drawn(100) }));
  const http = withConfiguredOrigins(
    createHttpClient({ userAgent: "ReadMeABook/test" }),
    async () => new Set([host.url]),
  );
  const started: Covers[] = [];
  return {
    folder,
    host,
    stranger,
    put: (path, answer) => (answers.set(path, answer), host.url + path),
    start(options = {}) {
      const covers = createCovers({ http, folder: join(folder, "covers"), logger: createLogger("silent"), ...options });
      started.push(covers);
      return covers;
    },
    async close() {
      await Promise.all(started.map((each) => each.close()));
      await Promise.all([host.close(), stranger.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A square picture, with words inside that are nobody's business. */
export function drawn(width: number, kind: "jpeg" | "png" | "webp" | "avif" | "gif" = "jpeg"): Promise<Buffer> {
  return sharp({ create: { width, height: width, channels: 3, background: "teal" } })
    .withExif({ IFD0: { Artist: "canary-in-the-picture" } })
    .toFormat(kind, kind === "avif" ? { effort: 0 } : {})
    .toBuffer();
}

/** A PNG of a few kilobytes that unfolds to `side` × `side` pixels. */
export function bombOf(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // one bit a pixel, grey
  const rows = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}
