import { createHash } from "node:crypto";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { BackupRefusedError } from "../errors.ts";
import {
  endLine,
  formatVersion,
  manifestSchema,
  rowLine,
  tableEndLine,
  tableLine,
  type Manifest,
} from "./backup-format.ts";
import { missingKeys, openBackup } from "./backup-cipher.ts";
import type { BackupSeals } from "./backup-seals.ts";
import { RowSum, type TextRow } from "./tables.ts";

/** What comes out of a backup, in this order: the manifest, and the rows of each table in batches, which may be empty. */
export type BackupPart =
  { readonly manifest: Manifest } | { readonly table: Manifest["tables"][number]; readonly rows: readonly TextRow[] };

/** Rows that are held in memory at once. */
const batchSize = 1000;
/** More than any row of ours, and little enough to hold. */
const longestLine = 64 * 1024 * 1024;

const damaged = (what: string) => new BackupRefusedError(`This backup is damaged: ${what} Take another one.`);

/**
 * Reads a backup. Only after the last part is it known to be whole and unchanged.
 * @throws BackupRefusedError that says what is wrong with it.
 */
export async function* readBackup(path: string, seals: BackupSeals): AsyncGenerator<BackupPart> {
  const whole = createHash("sha256");
  const lines = linesOf(path, seals);
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw damaged("it is cut off.");
    return value;
  };
  const nextSealed = async () => {
    const line = await next();
    whole.update(`${line}\n`);
    return line;
  };
  try {
    const manifest = parseManifest(await nextSealed(), seals);
    yield { manifest };
    for (const table of manifest.tables) {
      if (parse(tableLine, await nextSealed()).table !== table.name) throw damaged("a table is missing in it.");
      const sum = new RowSum();
      for (let line = await nextSealed(); ;) {
        const rows: TextRow[] = [];
        while (line.startsWith("[") && rows.length < batchSize) {
          const row = parse(rowLine, line);
          if (row.length !== table.columns.length) throw damaged(`a row of ${table.name} is not whole.`);
          rows.push(row);
          line = await nextSealed();
        }
        sum.add(rows);
        yield { table, rows };
        if (line.startsWith("[")) continue;
        const end = parse(tableEndLine, line);
        if (end.rows !== sum.rows || table.rows !== sum.rows || end.sha256 !== sum.digest())
          throw damaged(`the rows of ${table.name} are not those that were written.`);
        break;
      }
    }
    const { seal } = parse(endLine, await next());
    if (!seals.isRight(manifest.sealedWith, whole.digest(), seal))
      throw new BackupRefusedError(
        `This backup was changed, or sealed with another key that is called ${manifest.sealedWith} too. Start this server with the encryption keys of the server that made it, or take another backup.`,
      );
    if (!(await lines.next()).done) throw damaged("something follows its end.");
  } finally {
    await lines.return(undefined);
  }
}

/** Reads the whole of it. @throws BackupRefusedError unless it is whole and unchanged. */
export async function checkBackup(path: string, seals: BackupSeals): Promise<Manifest> {
  let manifest: Manifest | null = null;
  for await (const part of readBackup(path, seals)) if ("manifest" in part) manifest = part.manifest;
  return manifest!;
}

function parseManifest(line: string, seals: BackupSeals): Manifest {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    given = null;
  }
  const version = (given as { formatVersion?: unknown } | null)?.formatVersion;
  if ((given as { format?: unknown } | null)?.format !== "readmeabook backup") throw foreign();
  if (typeof version === "number" && version > formatVersion)
    throw new BackupRefusedError("This backup was made by a newer ReadMeABook. Update this one first.");
  const parsed = manifestSchema.safeParse(given);
  if (!parsed.success) throw damaged("its first line says nothing that makes sense.");
  const missing = [...new Set([parsed.data.sealedWith, ...parsed.data.keys])].filter((name) => !seals.hasKey(name));
  if (missing.length > 0) throw missingKeys(missing);
  return parsed.data;
}

function foreign(): BackupRefusedError {
  return new BackupRefusedError("This is no backup of ReadMeABook. Choose a file whose name ends with .rmab.");
}

function parse<T>(schema: z.ZodType<T>, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw damaged("a line in it cannot be read.");
  }
}

/** Node's readline takes characters for line ends that JSON leaves as they are. */
async function* linesOf(path: string, seals: BackupSeals): AsyncGenerator<string> {
  // What goes wrong in one of them ends the other, and is thrown by the loop.
  const text = pipeline(await openBackup(path, seals), createGunzip(), () => {}).setEncoding("utf8");
  let begun = "";
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const lines = (begun + chunk).split("\n");
      begun = lines.pop()!;
      if (begun.length > longestLine) throw damaged("a line in it is too long.");
      yield* lines;
    }
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === "Z_BUF_ERROR") throw damaged("it is cut off.");
    if (code.startsWith("Z_")) throw damaged("it cannot be decompressed.");
    throw error;
  }
  if (begun !== "") throw damaged("it is cut off.");
}
