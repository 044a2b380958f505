import type { EntityManager } from "@mikro-orm/postgresql";
import type { Backups } from "./backup/backups.ts";
import type { Integrations } from "./configuration/integrations.ts";
import { noteWriting } from "./database/read-source.ts";
import type { Replicas } from "./database/replicas.ts";
import type { Queue } from "./jobs/queue.ts";
import type { Logger } from "./logger.ts";
import type { AuditSeals } from "./security/audit-seals.ts";
import type { SecretBox } from "./security/secret-box.ts";
import type { User } from "./users/user.entity.ts";

/** Everything that an operation works with. There is no container: it is handed down as the first argument. */
export interface Context {
  /**
   * Belongs to this operation alone, and sees what its viewer may see. Inside inTransaction, the inner context's is the
   * one to use.
   */
  readonly em: EntityManager;
  /** Makes an em that sees what somebody may see, or everybody's rows. In jobs it is always everybody's. */
  readonly fork: (whose: User | "everybody") => EntityManager;
  /** Who asks; null when nobody is signed in, and in jobs. */
  readonly viewer: User | null;
  /** From where it is asked: an IP address; null in jobs. */
  readonly address: string | null;
  readonly queue: Queue;
  readonly integrations: Integrations;
  readonly secrets: SecretBox;
  readonly auditSeals: AuditSeals;
  readonly backups: Backups;
  readonly replicas: Replicas;
  readonly logger: Logger;
  /** Where people reach this server, without a slash at its end; null when nobody has said so. */
  readonly publicUrl: string | null;
}

/**
 * A context that works across people: for what is right to do for this viewer though it reads or writes what is
 * others'. First it has to be clear, by the viewer's own em, that the viewer sees what it is about.
 */
export function acrossPeople<C extends Context>(ctx: C): C {
  return { ...ctx, em: ctx.fork("everybody") };
}

/**
 * Runs `work` in one transaction, with rows, jobs and notices all in it or all not.
 * The inner context shadows the outer one: its em sees nothing that was read before, so that what it decides on is fresh.
 */
export function inTransaction<C extends Context, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  noteWriting(ctx.em);
  return ctx.em.fork({ clear: true }).transactional((em) => work({ ...ctx, em: em as EntityManager }));
}
