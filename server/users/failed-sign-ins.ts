/**
 * Refused sign-ins in the audit. A stranger causes them at will, and nothing is ever deleted there: so of what is tried over
 * and over within a minute only the 1st, 10th, 100th, … time becomes a record, and says the how manieth it is. Counted is
 * one name from one address; an address that tries many names, and the whole world that does, are counted as one from a
 * limit on. Each process counts for itself, in memory.
 */
import type { Context } from "../context.ts";
import { ForbiddenError, UnauthenticatedError } from "../errors.ts";
import { recordAudit } from "../security/audit.ts";

/** What was tried; never a password or a token. */
export interface TriedSignIn {
  readonly method:
    | "password"
    | "plex"
    | "set-up"
    | "set-up through Plex"
    | "set-up for the keys"
    | "set-up with a backup"
    | "change of password";
  /** The name that was given; null where none was, or nobody has it: people type their password there by mistake. */
  readonly name: string | null;
  /** Why it was refused: more than the person at the door is told. */
  readonly reason: string;
  /** Whose account it is, if there is one of that name. */
  readonly userId?: string | undefined;
}

const windowMs = 60_000;
/** From so many of one address, or of all, within a minute, they are counted together. */
const most = { ofAddress: 20, ofAll: 60 } as const;

/** What was refused further in, where more is known, is not recorded once more at the door. */
const recorded = new WeakSet<Error>();
let counts = new Map<string, number>();
let endsAt = 0;

/** Records it, on its own: there is no change that it could belong to. */
export async function recordFailedSignIn(ctx: Context, { method, name, reason, userId }: TriedSignIn): Promise<void> {
  const counted = countWithinAMinute(ctx.address ?? "", `${method} ${name ?? ""}`);
  if (!/^10*$/.test(String(counted.times))) return;
  await recordAudit(ctx, method.startsWith("set-up") ? "set_up.refused" : "sign_in.failed", {
    ...(userId ? { subject: { type: "user", id: userId } } : {}),
    details: {
      method,
      ...(name === null ? {} : { name: name.slice(0, 100) }),
      reason,
      ...(counted.times > 1 ? { timesInAMinute: counted.times, countedTogether: counted.of } : {}),
    },
  });
}

/** Does what lets somebody in, and records it when they are refused. */
export async function recordingRefusal<T>(
  ctx: Context,
  tried: Omit<TriedSignIn, "reason">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefusal = error instanceof UnauthenticatedError || error instanceof ForbiddenError;
    if (isRefusal && !recorded.has(error)) {
      recorded.add(error);
      await recordFailedSignIn(ctx, { ...tried, reason: error.message });
    }
    throw error;
  }
}

function countWithinAMinute(address: string, name: string): { of: "name" | "address" | "all"; times: number } {
  if (Date.now() >= endsAt) {
    counts = new Map();
    endsAt = Date.now() + windowMs;
  }
  const ofAll = count("all");
  if (ofAll > most.ofAll) return { of: "all", times: ofAll };
  const ofAddress = count(`address ${address}`);
  if (ofAddress > most.ofAddress) return { of: "address", times: ofAddress };
  return { of: "name", times: count(`name ${name} from ${address}`) };
}

function count(key: string): number {
  const times = (counts.get(key) ?? 0) + 1;
  counts.set(key, times);
  return times;
}
