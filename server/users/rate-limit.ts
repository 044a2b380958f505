/**
 * How often a stranger may try to get in. Counted in PostgreSQL, so for every process together and beyond a restart, and
 * before the try: whoever sends fifty at once has sent fifty. A sign-in that succeeds takes its count back.
 *
 * One address that tries one name is stopped soon; a name alone only after very many tries, so that no stranger keeps out
 * whoever knows the password, unless he has very many addresses and goes on all the time.
 */
import type { Context } from "../context.ts";
import { RateLimitedError } from "../errors.ts";
import { digest } from "./session.ts";

interface Limit {
  /** What is counted, and for whom. */
  readonly key: string;
  readonly tries: number;
  readonly seconds: number;
}

/** @param name as it is looked for; @param address null counts as one address. */
export function signInLimits(name: string, address: string | null): readonly Limit[] {
  const from = networkOf(address);
  return [
    { key: `sign-in ${name} from ${from}`, tries: 10, seconds: 300 },
    { key: `sign-in from ${from}`, tries: 100, seconds: 900 },
    { key: `sign-in ${name}`, tries: 1000, seconds: 900 },
  ];
}

/** For the token of the set-up, and for sign-ins through Plex, each of which asks plex.tv. */
export function addressLimit(what: "set-up" | "plex", address: string | null): readonly Limit[] {
  return [{ key: `${what} from ${networkOf(address)}`, tries: 60, seconds: 900 }];
}

/**
 * Counts a try.
 * @param ctx one that works across people, outside a transaction: a try counts whatever becomes of it.
 * @returns what takes it back.
 * @throws RateLimitedError when it is one too many; it counts as well.
 */
export async function countTry(ctx: Context, limits: readonly Limit[]): Promise<() => Promise<void>> {
  const ids = limits.map(({ key }) => digest(key));
  const counted = await ctx.em.execute<{ id: string; tries: number; seconds: string; fresh: boolean }[]>(
    `insert into rate_limits as r (id, tries, ends_at)
     select id, 1, now() + seconds * interval '1 second'
       from unnest(?::text[], ?::int[]) as given (id, seconds) order by id
     on conflict (id) do update set
       tries = case when r.ends_at <= now() then 1 else r.tries + 1 end,
       ends_at = case when r.ends_at <= now() then excluded.ends_at else r.ends_at end
     returning id, tries, extract(epoch from ends_at - now()) as seconds`,
    [`{${ids.join()}}`, `{${limits.map(({ seconds }) => seconds).join()}}`],
  );
  if (counted.some(({ tries }) => tries === 1)) await forgetPast(ctx);
  const over = counted.filter(({ id, tries }) => tries > limits[ids.indexOf(id)]!.tries);
  if (over.length > 0) throw new RateLimitedError(Math.ceil(Math.max(...over.map(({ seconds }) => Number(seconds)))));
  return async () => {
    await ctx.em.execute(`update rate_limits set tries = greatest(tries - 1, 0) where id = any(?::text[])`, [
      `{${ids.join()}}`,
    ]);
  };
}

async function forgetPast(ctx: Context): Promise<void> {
  await ctx.em.execute(
    `delete from rate_limits where id in
       (select id from rate_limits where ends_at < now() order by ends_at limit 100 for update skip locked)`,
  );
}

/** Whoever has one IPv6 address has all that begin with the same 64 bits. */
function networkOf(address: string | null): string {
  if (!address?.includes(":") || address.startsWith("::")) return address ?? "";
  const [head = ""] = address.split("::");
  return head.split(":").slice(0, 4).join(":");
}
