import { readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { VendorAnswer, VendorFault } from "../testing/fakes/vendor-server.ts";
import { bombOf, drawn, makeCoversPlace, type CoversPlace } from "./covers-test-place.ts";
import type { Covers } from "./covers.ts";
import { coverWidths } from "./shrink-picture.ts";

let place: CoversPlace;
let jpeg: Buffer;
let covers: Covers;
beforeAll(async () => {
  place = await makeCoversPlace();
  jpeg = await drawn(900);
});
afterAll(() => place.close());
beforeEach(() => void (covers = place.start()));

let number = 0;
/** Puts something at a new address. */
const put = (answer: VendorAnswer) => place.put(`/${(number += 1)}.jpg`, answer);
const asked = () => place.host.requests.length;

describe("a cover", () => {
  it.each(["jpeg", "png", "webp", "avif", "gif"] as const)("that is a %s comes as a small WebP, bare", async (kind) => {
    const address = put({ headers: { "content-type": "text/html" }, body: await drawn(700, kind) });
    for (const width of coverWidths) {
      const picture = (await covers.get(address, width))!;
      const { exif, xmp, icc, ...found } = await sharp(picture).metadata();
      expect(found).toMatchObject({ format: "webp", width, height: width });
      expect([exif, xmp, icc]).toEqual([undefined, undefined, undefined]);
      expect(picture.includes("canary")).toBe(false);
    }
  });

  it("keeps its shape, and is made no larger than it is", async () => {
    const small = put({ body: await drawn(100) });
    expect(await sharp((await covers.get(small, 640))!).metadata()).toMatchObject({ width: 100, height: 100 });
    const tall = put({ body: await sharp(jpeg).resize(300, 900, { fit: "fill" }).png().toBuffer() });
    expect(await sharp((await covers.get(tall, 160))!).metadata()).toMatchObject({ width: 107, height: 320 });
  });

  it("is asked for once, however many want it and how wide, and after a restart not at all", async () => {
    const address = put({ body: jpeg });
    const before = asked();
    const wanted = [...coverWidths, ...coverWidths, ...coverWidths];
    const pictures = await Promise.all(wanted.map((width) => covers.get(address, width)));
    expect(asked() - before).toBe(1);
    await covers.close();
    const restarted = place.start();
    expect(await Promise.all(wanted.map((width) => restarted.get(address, width)))).toEqual(pictures);
    expect(asked() - before).toBe(1);
  });

  it("comes over a redirect, but not over many", async () => {
    const to = (location: string) => ({ status: 302, headers: { location } });
    const once = put(to(put({ body: jpeg })));
    expect(await covers.get(once, 160)).not.toBe(null);
    const around = place.put("/around", to("/around"));
    const before = asked();
    expect(await covers.get(around, 160)).toBe(null);
    expect(asked() - before).toBe(4);
  });
});

describe("what is no cover", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>`;
  const png = { "content-type": "image/png" };
  const bodies: Record<string, () => VendorAnswer> = {
    "over five megabytes": () => ({ body: Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]) }),
    "a PNG of 100 megapixels": () => ({ headers: png, body: bombOf(10_000) }),
    "an SVG": () => ({ headers: { "content-type": "image/svg+xml" }, body: svg }),
    "an SVG that is called a PNG": () => ({ headers: png, body: `<?xml version="1.0"?>${svg}` }),
    "a web page that is called a PNG": () => ({ headers: png, body: "<!DOCTYPE html><title>x</title>" }),
    "an SVG behind the first bytes of a JPEG": () => ({ body: Buffer.concat([jpeg.subarray(0, 3), Buffer.from(svg)]) }),
    "a PDF": () => ({ body: "%PDF-1.7" }),
    "a TIFF": () => ({ body: Buffer.from("II*\0aaaaaaaaaaaa", "latin1") }),
    "half a JPEG": () => ({ body: jpeg.subarray(0, jpeg.length / 2) }),
    "the beginning of a JPEG": () => ({ body: jpeg.subarray(0, 3) }),
    nothing: () => ({ body: "" }),
    "not there": () => ({ status: 404, body: jpeg }),
    "an error": () => ({ status: 500, body: jpeg }),
  };
  it.each(Object.keys(bodies))("is not had, and not asked for again: %s", async (name) => {
    const address = put(bodies[name]!());
    const before = asked();
    expect(await covers.get(address, 320)).toBe(null);
    expect(await covers.get(address, 640)).toBe(null);
    expect(asked() - before).toBe(1);
    expect(await covers.get(put({ body: jpeg }), 160)).not.toBe(null);
  });

  it("is found out by the pixels that it says it has, before they are there", async () => {
    expect(bombOf(10_000).length).toBeLessThan(100_000);
    expect(await covers.get(put({ body: bombOf(4_000) }), 160)).not.toBe(null);
  });
});

describe("the host of a cover", () => {
  it.each<VendorFault>(["oversized", "slow_body", "silent", "dropped"])(
    "that fails is given up, then left alone: %s",
    async (fault) => {
      const isEndless = fault === "slow_body" || fault === "silent";
      const hasty = place.start(isEndless ? { timeoutMs: 300 } : {});
      const [first, second] = [put({ body: jpeg }), put({ body: jpeg })];
      place.host.fault(fault);
      const before = asked();
      expect(await hasty.get(first, 320)).toBe(null);
      expect(await hasty.get(first, 320)).toBe(null);
      expect(asked() - before).toBe(1);
      // What it sent was too much: that says nothing of its other pictures.
      expect((await hasty.get(second, 320)) === null).toBe(fault !== "oversized");
    },
  );

  it("is not asked where it is not on the public internet, by name, by number or by redirect", async () => {
    const { port } = new URL(place.stranger.url);
    const hidden = ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"];
    const direct = hidden.map((name) => `http://${name}:${port}/cover.jpg`);
    const metadata = ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/"];
    const roundabout = [...direct, ...metadata, "file:///etc/passwd"].map((location) =>
      put({ status: 302, headers: { location } }),
    );
    for (const address of [...direct, ...metadata, ...roundabout, "file:///etc/passwd", "not an address"])
      expect(await covers.get(address, 160), address).toBe(null);
    expect(place.stranger.requests).toEqual([]);
  });
});

describe("the folder of covers", () => {
  const size = async (folder: string) => {
    const names = await readdir(folder);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    return { names, bytes: sizes.reduce((sum, each) => sum + each, 0) };
  };

  it("stays within its bound: the oldest go", async () => {
    const folder = join(place.folder, "bounded");
    const addresses = Array.from({ length: 12 }, () => put({ body: jpeg }));
    await place.start({ folder }).get(addresses[0]!, 320);
    const mostBytes = 5 * (await size(folder)).bytes;
    const bounded = place.start({ folder, mostBytes });
    for (const address of addresses) expect(await bounded.get(address, 320)).not.toBe(null);
    const { bytes, names } = await size(folder);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
    expect(names.length).toBeGreaterThan(5);
    const before = asked();
    await bounded.get(addresses.at(-1)!, 320);
    expect(asked() - before).toBe(0);
    await bounded.get(addresses[0]!, 320);
    expect(asked() - before).toBe(1);
  });

  it("is rid of what a killed process left half written", async () => {
    const folder = join(place.folder, "killed");
    const address = put({ body: jpeg });
    await place.start({ folder }).get(address, 640);
    const [name] = (await readdir(folder)) as [string];
    await writeFile(join(folder, `${name}.0123456789ab.part`), jpeg.subarray(0, 10));
    await writeFile(join(folder, `${name}.ba9876543210.part`), jpeg.subarray(0, 10));
    await utimes(join(folder, `${name}.0123456789ab.part`), 1, 1);
    await place.start({ folder }).get(put({ body: jpeg }), 640);
    const left = await readdir(folder);
    expect(left.filter((each) => each.endsWith(".part"))).toEqual([`${name}.ba9876543210.part`]);
    expect(left.length).toBe(3);
  });

  it("may be one that cannot be written: covers are shown all the same", async () => {
    const folder = join(place.folder, "no-folder");
    await writeFile(folder, "a file");
    expect(await place.start({ folder }).get(put({ body: jpeg }), 640)).not.toBe(null);
  });
});
