/** Secrets that can be told from everything else, and what looks for them in whatever the program shows or keeps. */

/** Of one place: what is there. */
export interface Shown {
  readonly place: string;
  readonly content: string | Uint8Array;
}

/** A canary where it must not be. */
export interface Hit {
  readonly place: string;
  readonly canary: string;
  /** What stands around it. */
  readonly excerpt: string;
}

/** The canaries of one run. */
export interface Canaries {
  /** A new one. @param name small letters, digits and dots: it is read in the hits. */
  plant(name: string): string;
  /** A secret that the program has made itself. */
  learn(name: string, value: string | Uint8Array): void;
  /** Looks for all of them, as they are and in base64, hex and the encodings of addresses and JSON. */
  find(shown: Iterable<Shown>): Hit[];
}

/** Nothing else has it; small letters survive host names, and letters and digits every encoding of texts. */
const mark = "canaryq7vx";

export function createCanaries(): Canaries {
  const needles = new Map<string, Buffer>();
  const add = (name: string, value: string | Uint8Array) => {
    for (const form of formsOf(Buffer.from(value as string))) needles.set(`${name} ${form.toString("latin1")}`, form);
  };
  add("planted", mark);
  let number = 0;
  return {
    plant(name) {
      number += 1;
      return `${mark}${name.replaceAll(/[^a-z0-9]/g, "")}n${number}`;
    },
    learn(name, value) {
      if (value.length < 16) throw new Error(`${name} is too short to be looked for.`);
      add(name, value);
    },
    find: (shown) => [...shown].flatMap(({ place, content }) => findIn(place, Buffer.from(content as string), needles)),
  };
}

function findIn(place: string, content: Buffer, needles: ReadonlyMap<string, Buffer>): Hit[] {
  const hits: Hit[] = [];
  for (const [name, needle] of needles) {
    for (let at = content.indexOf(needle); at >= 0; at = content.indexOf(needle, at + needle.length)) {
      const excerpt = content.toString("latin1", Math.max(0, at - 100), at + 100).replace(/[^ -~]/g, "·");
      hits.push({ place, canary: name.split(" ")[0]!, excerpt });
      if (hits.length > 20) return hits;
    }
  }
  return hits;
}

function formsOf(value: Buffer): Buffer[] {
  const text = value.toString("utf8");
  const texts = [
    value.toString("hex"),
    value.toString("hex").toUpperCase(),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    ...base64Of(value),
  ];
  return [value, ...[...new Set(texts)].filter((each) => each !== text).map((each) => Buffer.from(each))];
}

/** As it looks within something longer: three ways, of each what does not depend on its neighbours. */
function base64Of(value: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), value]).toString("base64");
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + value.length) * 8) / 6));
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
