/**
 * What stands in a backup. Compressed with gzip, it is lines of JSON (`zcat` shows them): the manifest; then for each
 * table `{"table": …}`, a line a row, and `{"rows": …, "sha256": …}`; and at the end the seal over all of it. A file that was
 * cut off has no seal, one that was changed or made elsewhere has a wrong one.
 */
import { z } from "zod";

/** Raised when the lines mean something else than before. */
export const formatVersion = 1;

export const manifestSchema = z.object({
  format: z.literal("readmeabook backup"),
  formatVersion: z.number().int(),
  /** The program that made it. */
  program: z.string(),
  /** PostgreSQL's. */
  postgres: z.string(),
  /** ISO 8601. */
  madeAt: z.iso.datetime(),
  /** All that had been run; the last one is the head. */
  migrations: z.array(z.string()).min(1),
  /** The names of the encryption keys that values in it are sealed with, never a key. */
  keys: z.array(z.string()),
  /** The key whose seal stands at the end. */
  sealedWith: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: z.number().int() })),
});

/** The first line: what the backup is of, and what it takes to restore it. */
export type Manifest = z.infer<typeof manifestSchema>;

export const tableLine = z.object({ table: z.string() });
export const tableEndLine = z.object({ rows: z.number().int(), sha256: z.string() });
export const endLine = z.object({ seal: z.string() });
export const rowLine = z.array(z.string().nullable());

/** @returns how many rows all tables have together. */
export function rowsIn({ tables }: Manifest): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
