/**
 * Where the lists and searches of an operation are read: from a replica that has been chosen for it, or from the primary.
 * Everything else is the primary's: what is decided on, transactions, what follows a write of the same operation.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Query } from "pg";

/** A replica, to read from. */
export interface Replica {
  /** @throws what the database or the connection says; the primary is to be asked then. */
  read<Row>(query: Query): Promise<Row[]>;
}

/** One for each operation, whatever ems it works with. */
export interface ReadSource {
  /** null: the primary. */
  replica: Replica | null;
  hasWritten: boolean;
}

const sources = new WeakMap<EntityManager, ReadSource>();

/** Has an em of the operation read from its source; one that a transaction works with does not. */
export function readingFrom(source: ReadSource, em: EntityManager): EntityManager {
  sources.set(em, source);
  return em;
}

/** @returns undefined for an em that reads from the primary whatever happens. */
export function readSourceOf(em: EntityManager): ReadSource | undefined {
  return sources.get(em);
}

/** The operation of this em writes: it reads from the primary from now on. */
export function noteWriting(em: EntityManager): void {
  const source = sources.get(em);
  if (source) Object.assign(source, { replica: null, hasWritten: true });
}
