/** A gate on somebody's way: a test shuts it to hold them up in the middle of something, and opens it again. */
export interface Gate {
  shut(): void;
  open(): void;
  /** How many are held up. */
  readonly waiting: number;
  /** What is on the way calls this. */
  pass(): Promise<void>;
}

/** @returns an open gate. */
export function createGate(): Gate {
  let held: (() => void)[] = [];
  let isShut = false;
  return {
    shut: () => void (isShut = true),
    open() {
      isShut = false;
      for (const go of held) go();
      held = [];
    },
    get waiting() {
      return held.length;
    },
    pass: () => (isShut ? new Promise((go) => held.push(go)) : Promise.resolve()),
  };
}
