import type { EntityManager } from "@mikro-orm/postgresql";
import { UnreadableSecretError } from "../errors.ts";
import { countSealed, type SealedCount } from "./sealed-columns.ts";
import { sampleAudit } from "./audit-chain.ts";
import type { AuditSeals } from "./audit-seals.ts";
import type { SecretBox } from "./secret-box.ts";

/** What is known of the keys once they have been checked. */
export interface CheckedKeys {
  /** Whether a secret is sealed with another key than the active one. */
  readonly isRotationLeft: boolean;
  /** A sentence about each key with which the audit cannot be verified. */
  readonly warnings: readonly string[];
}

/**
 * Makes sure, before anything works with them, that the keys are those that the stored secrets were sealed with. The
 * stored values are the check: of each key a few are opened, so that one damaged value does not stop the program.
 *
 * The audit is another matter. A key that only its records need may be kept elsewhere, for the day on which somebody
 * verifies them: what is wrong with it is said, and stops nothing. Only the active key must be right, or two keys of one
 * name would seal, and nobody could verify the audit any more; a stored secret that opens says that it is.
 * @throws Error that names the key that is missing, or that is another one than it was. Never what is in it.
 */
export async function checkKeys(em: EntityManager, secrets: SecretBox, seals: AuditSeals): Promise<CheckedKeys> {
  const byKey = Map.groupBy(await countSealed(em), ({ key }) => key);
  const names = secrets.keyNames();
  for (const [key, counts] of byKey) {
    const values = counts.reduce((sum, { count }) => sum + count, 0);
    if (!names.includes(key))
      throw new Error(
        `The key ${key} is missing: ${values} stored secrets are sealed with it. Put it back among the encryption keys.`,
      );
    if (!counts.some((count) => someOpen(secrets, count)))
      throw new Error(
        `The key ${key} is not the one that ${values} stored secrets were sealed with. Put the right one under this name.`,
      );
  }
  const warnings: string[] = [];
  for (const { key, count, isRight } of await sampleAudit(em, seals)) {
    const isProven = byKey.has(key);
    if (!names.includes(key))
      warnings.push(
        `The key ${key} is missing: ${count} audit records are sealed with it, and the audit cannot be verified without it. Put it back behind the active key.`,
      );
    else if (!isRight && key === names[0] && !isProven)
      throw new Error(
        `The key ${key} is not the one that ${count} audit records were sealed with. Put the right one under this name, or give this one another name.`,
      );
    else if (!isRight)
      warnings.push(
        `The newest audit records that name the key ${key} were not sealed so. ${isProven ? "" : "Either it is another key than it was, or they were changed. "}See what npm run audit:verify says.`,
      );
  }
  return { isRotationLeft: [...byKey.keys()].some((key) => key !== names[0]), warnings };
}

function someOpen(secrets: SecretBox, { column: { table, column }, samples }: SealedCount): boolean {
  return samples.some(({ id, value }) => {
    try {
      secrets.open(value, { table, column, id });
      return true;
    } catch (error) {
      if (error instanceof UnreadableSecretError) return false;
      throw error;
    }
  });
}
