import type { EntityManager } from "@mikro-orm/postgresql";
import type { Integrations } from "./configuration/integrations.ts";
import type { Queue } from "./jobs/queue.ts";
import type { Logger } from "./logger.ts";
import type { AuditSeals } from "./security/audit-seals.ts";
import type { SecretBox } from "./security/secret-box.ts";
import type { User } from "./users/user.entity.ts";

/** Everything that an operation works with. There is no container: it is handed down as the first argument. */
export interface Context {
  /** Belongs to this operation alone. Inside inTransaction, the inner context's is the one to use. */
  readonly em: EntityManager;
  /** Who asks; null when nobody is signed in, and in jobs. */
  readonly viewer: User | null;
  /** From where it is asked: an IP address; null in jobs. */
  readonly address: string | null;
  readonly queue: Queue;
  readonly integrations: Integrations;
  readonly secrets: SecretBox;
  readonly auditSeals: AuditSeals;
  readonly logger: Logger;
}

/**
 * Runs `work` in one transaction, with rows, jobs and notices all in it or all not.
 * The inner context shadows the outer one: its em sees nothing that was read before, so that what it decides on is fresh.
 */
export function inTransaction<C extends Context, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  return ctx.em.fork({ clear: true }).transactional((em) => work({ ...ctx, em: em as EntityManager }));
}
