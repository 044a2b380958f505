import type { Sharp, SharpOptions } from "sharp";

/** How wide a picture may be asked for. */
export const coverWidths = [160, 320, 640] as const;

/** One of them. */
export type CoverWidth = (typeof coverWidths)[number];

/** No cover has more; it bounds what a few hundred bytes can unfold to. */
const MOST_PIXELS = 25_000_000;
const MOST_SECONDS = 10;

/** A decoder for each kind that is let in. None of them reads text, which could name files and other hosts. */
const kinds: readonly (readonly [decoder: string, firstBytes: RegExp])[] = [
  ["VipsForeignLoadJpegBuffer", /^\xff\xd8\xff/],
  ["VipsForeignLoadPngBuffer", /^\x89PNG\r\n/],
  ["VipsForeignLoadWebpBuffer", /^RIFF[^]{4}WEBP/],
  ["VipsForeignLoadNsgifBuffer", /^GIF8[79]a/],
  ["VipsForeignLoadHeifBuffer", /^[^]{4}ftypavi[fs]/],
];

/**
 * @param bytes what a stranger sent: what it is, its first bytes say. Of several pictures in it the first is taken.
 * @returns a WebP of at most that width and twice that height, without what was written into the picture (places, cameras).
 * @throws Error when it is no JPEG, PNG, WebP, AVIF or GIF, is damaged, or is more than a cover can be.
 */
export async function shrinkPicture(bytes: Uint8Array, width: CoverWidth): Promise<Buffer> {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (!kinds.some(([, firstBytes]) => firstBytes.test(start))) throw new Error("It is no picture of a known kind.");
  const open = await (decoder ??= loadDecoder());
  return open(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", sequentialRead: true, autoOrient: true })
    .timeout({ seconds: MOST_SECONDS })
    .resize({ width, height: 2 * width, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer();
}

type Decoder = (bytes: Uint8Array, options: SharpOptions) => Sharp;
let decoder: Promise<Decoder> | null = null;

/** With the first picture: a start does not wait for it. It works in threads of its own, one for each picture. */
async function loadDecoder(): Promise<Decoder> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: kinds.map(([name]) => name) });
  return sharp;
}
