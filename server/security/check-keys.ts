import type { EntityManager } from "@mikro-orm/postgresql";
import { UnreadableSecretError } from "../errors.ts";
import { countSealed, type SealedCount } from "./sealed-columns.ts";
import type { SecretBox } from "./secret-box.ts";

/**
 * Makes sure, before anything works with them, that the keys are those that the stored secrets were sealed with. The
 * stored values are the check: of each key a few are opened, so that one damaged value does not stop the program.
 * @returns whether something is sealed with another key than the active one.
 * @throws Error that names the key that is missing, or that is another one than it was. Never what is in it.
 */
export async function checkKeys(em: EntityManager, secrets: SecretBox): Promise<boolean> {
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
  return [...byKey.keys()].some((key) => key !== names[0]);
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
