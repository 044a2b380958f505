/** Chance that comes out the same for the same number. */
export interface Chance {
  /** @returns 0 up to, and without, 1. */
  random(): number;
  pick<T>(list: readonly T[]): T;
  /** @returns a whole number, both ends included. */
  between(least: number, most: number): number;
  /** One of the list, each as often as its first part says. */
  weighted<T extends readonly [number, ...unknown[]]>(list: readonly T[]): T;
  /** A UUID v7 of that time. */
  idAt(time: Date): string;
}

/** mulberry32: small, and good enough for shelves. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const chance: Chance = {
    random() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    pick: (list) => list[Math.floor(chance.random() * list.length)]!,
    between: (least, most) => least + Math.floor(chance.random() * (most - least + 1)),
    weighted(list) {
      let left = chance.random() * list.reduce((sum, [weight]) => sum + weight, 0);
      return list.find(([weight]) => (left -= weight) < 0) ?? list[0]!;
    },
    idAt(time) {
      const digits = (count: number) =>
        chance
          .between(0, 16 ** count - 1)
          .toString(16)
          .padStart(count, "0");
      const hex = time.getTime().toString(16).padStart(12, "0");
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7${digits(3)}-8${digits(3)}-${digits(6)}${digits(6)}`;
    },
  };
  return chance;
}
