import { UpstreamUnavailableError } from "../errors.ts";

/** What was asked for in vain is left alone for a while, so that a page that shows it does not ask again each time. */
export interface Rests {
  isResting(address: string): boolean;
  /** One picture that is missing or no picture rests alone; a host that cannot be reached rests with all it has. */
  add(address: string, error: unknown): void;
}

const PICTURE_MS = 10 * 60_000;
const HOST_MS = 30_000;
const MOST = 10_000;

/** They are forgotten with the process. */
export function createRests(): Rests {
  const until = new Map<string, number>();
  const rests = (what: string) => (until.get(what) ?? 0) > performance.now();
  return {
    isResting: (address) => rests(address) || rests(originOf(address)),
    add(address, error) {
      const isUnreachable = error instanceof UpstreamUnavailableError && error.facts.status === undefined;
      const what = isUnreachable ? originOf(address) : address;
      until.delete(what);
      until.set(what, performance.now() + (isUnreachable ? HOST_MS : PICTURE_MS));
      if (until.size > MOST) until.delete(until.keys().next().value!);
    },
  };
}

function originOf(address: string): string {
  return URL.parse(address)?.origin ?? address;
}
