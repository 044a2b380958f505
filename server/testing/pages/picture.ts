import { readFile, writeFile } from "node:fs/promises";
import sharp from "sharp";

/** How much of a picture may differ without anybody seeing it: a time that has moved on. */
const unseen = 0.002;
/** Of 255, for one colour of one pixel. */
const sameColour = 24;

/** Writes a small PNG, unless the one that is there looks the same. @returns whether it has. */
export async function keepPicture(path: string, png: Buffer): Promise<boolean> {
  // Without dither: what a palette lacks would be spread over the whole picture.
  const small = await sharp(png).png({ palette: true, colours: 256, dither: 0, effort: 4 }).toBuffer();
  const before = await readFile(path).catch(() => null);
  if (before && (await looksTheSame(before, small))) return false;
  await writeFile(path, small);
  return true;
}

async function looksTheSame(one: Buffer, other: Buffer): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((each) => sharp(each).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  if (a!.info.width !== b!.info.width || a!.info.height !== b!.info.height) return false;
  let different = 0;
  for (let index = 0; index < a!.data.length; index += 1)
    if (Math.abs(a!.data[index]! - b!.data[index]!) > sameColour) different += 1;
  return different / a!.data.length <= unseen;
}
