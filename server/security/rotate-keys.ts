/**
 * Seals every stored secret anew with the active key, while the program is in use. No cursor is stored: what does not
 * name the active key is what is left to do, so a run that was killed is simply begun again. The old key goes on opening
 * what is not re-sealed yet, and is never taken away here.
 *
 * Rows are taken with their locks and without waiting: what somebody writes just now is left to the next pass, and what
 * was written meanwhile is never written over.
 */
import { sql, type Kysely } from "kysely";
import { inTransaction, type Context } from "../context.ts";
import { UnreadableSecretError } from "../errors.ts";
import { countSealed, isSealed, sealedColumns, type SealedColumn, type SealedCount } from "./sealed-columns.ts";
import type { SecretBox } from "./secret-box.ts";

/** What a rotation came to. */
export interface Rotation {
  /** How many values this run has sealed anew. */
  readonly resealed: number;
  /** How many values open, by the key that they are sealed with, when everything was opened at the end. */
  readonly verified: Readonly<Record<string, number>>;
  /** Values that no key here opens: they stay as they are. */
  readonly unreadable: number;
  /** What this means for the old keys, for people. */
  readonly sentence: string;
}

/** Values in one transaction: they are locked for a few milliseconds. */
const batch = 200;
/** Passes over a column: a second one takes what was locked, or sealed by a process that did not know the new key yet. */
const passes = 5;

interface Sealed {
  readonly id: string;
  readonly value: string;
}

/**
 * @param report is told how many values have been sealed or opened, of how many.
 * @throws when it is told to stop; what is done stays done.
 */
export async function rotateKeys(
  ctx: Context,
  signal: AbortSignal,
  report: (done: number, of: number) => Promise<void> = async () => {},
): Promise<Rotation> {
  let resealed = 0;
  let done = 0;
  const counts = await countSealed(ctx.em);
  const total = sumOf(counts.filter(({ key }) => key !== ctx.secrets.keyNames()[0])) + sumOf(counts);
  const tell = (more: number) => report((done += more), total);
  for (const column of sealedColumns)
    for (let pass = 0; pass < passes; pass += 1) {
      const inPass = await resealColumn(ctx, column, signal, tell);
      resealed += inPass;
      if (inPass === 0) break;
    }
  const verified: Record<string, number> = {};
  let unreadable = 0;
  for (const column of sealedColumns)
    await eachBatch(column, signal, async (after) => {
      const rows = await readBatch(ctx, column, after, sql``, sql``);
      for (const row of rows) {
        const key = keyOf(row.value);
        if (opened(ctx.secrets, column, row) === null) unreadable += 1;
        else verified[key] = (verified[key] ?? 0) + 1;
      }
      await tell(rows.length);
      return rows;
    });
  return { resealed, verified, unreadable, sentence: await whatMayGo(ctx, unreadable) };
}

function sumOf(counts: readonly SealedCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** Whether an old key still opens something. What no key opens stays as it is: nothing is to wait for it. */
export async function isRotationUnderWay(ctx: Context): Promise<boolean> {
  let isFound = false;
  for (const column of sealedColumns)
    await eachBatch(column, null, async (after) => {
      const rows = isFound ? [] : await readBatch(ctx, column, after, hasOldKey(ctx, column), sql``);
      isFound ||= rows.some((row) => opened(ctx.secrets, column, row) !== null);
      return isFound ? [] : rows;
    });
  return isFound;
}

function hasOldKey({ secrets }: Context, { column }: SealedColumn) {
  return sql`and split_part(${sql.ref(column)}, ':', 3) <> ${secrets.keyNames()[0]!}`;
}

/** @returns how many it has sealed anew. */
async function resealColumn(
  ctx: Context,
  column: SealedColumn,
  signal: AbortSignal,
  tell: (more: number) => Promise<void>,
): Promise<number> {
  const { table, column: name } = column;
  const value = sql.ref(name);
  let resealed = 0;
  await eachBatch(column, signal, async (after) => {
    const before = resealed;
    const rows = await inTransaction(ctx, async (ctx) => {
      const rows = await readBatch(ctx, column, after, hasOldKey(ctx, column), sql`for no key update skip locked`);
      const anew = rows.flatMap((row) => {
        const plain = opened(ctx.secrets, column, row);
        return plain === null ? [] : [{ ...row, anew: ctx.secrets.seal(plain, { table, column: name, id: row.id }) }];
      });
      const { numAffectedRows } = await sql`
        update ${sql.table(table)} as t set ${value} = v.anew
          from jsonb_to_recordset(${JSON.stringify(anew)}::jsonb) as v(id uuid, value text, anew text)
         where t.id = v.id and ${sql.ref(`t.${name}`)} = v.value`.execute(ctx.em.getKysely() as Kysely<any>);
      resealed += Number(numAffectedRows ?? 0);
      return rows;
    });
    await tell(resealed - before);
    return rows;
  });
  return resealed;
}

/** Hands `work` the id after which it goes on, until there is nothing more. */
async function eachBatch(
  { table, column }: SealedColumn,
  signal: AbortSignal | null,
  work: (after: string) => Promise<readonly Sealed[]>,
): Promise<void> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    if (signal?.aborted) throw new Error(`It was told to stop at ${table}.${column}, and goes on from there.`);
    const rows = await work(after);
    if (rows.length < batch) return;
    after = rows.at(-1)!.id;
  }
}

async function readBatch(
  { em }: Context,
  column: SealedColumn,
  after: string,
  which: ReturnType<typeof sql>,
  locked: ReturnType<typeof sql>,
): Promise<readonly Sealed[]> {
  const { rows } = await sql<Sealed>`
    select id::text, ${sql.ref(column.column)} as value from ${sql.table(column.table)}
     where ${isSealed(column)} and id > ${after}::uuid ${which}
     order by id limit ${batch} ${locked}`.execute(em.getKysely() as Kysely<any>);
  return rows;
}

function opened(secrets: SecretBox, { table, column }: SealedColumn, { id, value }: Sealed): string | null {
  try {
    return secrets.open(value, { table, column, id });
  } catch (error) {
    if (error instanceof UnreadableSecretError) return null;
    throw error;
  }
}

function keyOf(sealed: string): string {
  return sealed.split(":")[2] ?? "";
}

/** How many values and audit seals need each key, of those that are here and those that something names. */
export async function keysInUse(ctx: Context): Promise<{ name: string; values: number; auditRecords: number }[]> {
  const { rows: seals } = await sql<{ name: string; count: number }>`
    select split_part(seal, ':', 1) as name, count(*)::int as count from audit_events
     where seal is not null group by 1`.execute(ctx.em.getKysely() as Kysely<any>);
  const counts = await countSealed(ctx.em);
  const names = new Set([...ctx.secrets.keyNames(), ...counts.map(({ key }) => key), ...seals.map(({ name }) => name)]);
  return [...names].map((name) => ({
    name,
    values: sumOf(counts.filter(({ key }) => key === name)),
    auditRecords: seals.find((each) => each.name === name)?.count ?? 0,
  }));
}

/** Says for each old key whether it may go. The audit's seals stay as they are: made anew, they would vouch for nothing. */
async function whatMayGo(ctx: Context, unreadable: number): Promise<string> {
  const [active, ...old] = await keysInUse(ctx);
  const sentences = old.map(({ name, values, auditRecords }) => {
    if (values > 0) return `${name} must stay: ${values} stored secrets are still sealed with it.`;
    if (auditRecords > 0)
      return `No stored secret needs ${name} any more. Keep it to verify the ${auditRecords} audit records that it vouches for, and for backups that are older than now.`;
    return `Nothing here needs ${name} any more: it may go, once no backup is left that is older than now.`;
  });
  const damaged = unreadable > 0 ? [`${unreadable} stored secrets do not open: enter them again.`] : [];
  return [`The active key is ${active!.name}.`, ...sentences, ...damaged].join(" ");
}
