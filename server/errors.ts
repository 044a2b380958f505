/**
 * Every error this program throws on purpose. One family serves both edges: the API reads `code` and `facts`,
 * the job queue reads `retryable`. A message is a sentence for the person who can act on it, and holds no secret.
 */

/** Plain values that a client may show or act on, next to the sentence. */
export type Facts = Readonly<Record<string, unknown>>;

/** What is known to go wrong. Everything else is an INTERNAL_SERVER_ERROR and is masked at the edge. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  /** Whether the same work may succeed later without anybody doing anything. */
  readonly retryable: boolean = false;
  readonly facts: Facts;

  constructor(message: string, facts: Facts = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.facts = facts;
  }
}

/** The database is away for the moment. Nothing is wrong with what was asked. */
export class NotReadyError extends DomainError {
  readonly code = "NOT_READY";
  override readonly retryable = true;
  constructor() {
    super("The database does not answer at the moment. Try again in a few seconds.");
  }
}

/** Nobody is signed in, or what was presented is no longer valid. */
export class UnauthenticatedError extends DomainError {
  readonly code = "UNAUTHENTICATED";
  constructor(message = "Sign in first.") {
    super(message);
  }
}

/** Somebody is signed in who may not do this. */
export class ForbiddenError extends DomainError {
  readonly code = "FORBIDDEN";
  constructor(message = "Only an admin may do this.") {
    super(message);
  }
}

/** For browsers only the web client's own operations run here, and this is not one of them. */
export class UntrustedDocumentError extends DomainError {
  readonly code = "DOCUMENT_NOT_TRUSTED";
  constructor() {
    super(
      "For browsers this server runs only the operations of its own web client, and this is none of them. Load the page again if it has been open since before an update; for operations of your own send an API key.",
    );
  }
}

/** No such thing, or none that the viewer may know of: the two answers are the same on purpose. */
export class NotFoundError extends DomainError {
  readonly code = "NOT_FOUND";
  constructor(type: string, id: string) {
    super(`There is no ${type} with this id.`, { type, id });
  }
}

/** What was sent cannot be used. `fields` maps each field to the sentence that says why. */
export class InvalidInputError extends DomainError {
  readonly code = "BAD_USER_INPUT";
  constructor(fields: Readonly<Record<string, string>>) {
    super(Object.values(fields).join(" "), { fields });
  }
}

/** It would clash with something that exists; `facts` carries the id of that. */
export class ConflictError extends DomainError {
  readonly code = "CONFLICT";
}

/** It was tried too often; the facts say after how many seconds it may be tried again. */
export class RateLimitedError extends DomainError {
  readonly code = "RATE_LIMITED";
  constructor(retryAfterSeconds: number) {
    const wait =
      retryAfterSeconds < 90 ? `${retryAfterSeconds} seconds` : `${Math.ceil(retryAfterSeconds / 60)} minutes`;
    super(`There were too many tries. Try again in ${wait}.`, { retryAfterSeconds });
  }
}

/** The state machine has no such edge. In a job it means that the job is stale: log it and complete. */
export class IllegalTransitionError extends DomainError {
  readonly code = "ILLEGAL_TRANSITION";
  constructor(from: string, to: string) {
    super(`A request that is ${from.replaceAll("_", " ")} cannot become ${to.replaceAll("_", " ")}.`, { from, to });
  }
}

/** Which upstream it was and what it answered. */
export interface UpstreamFacts extends Facts {
  /** The label a person knows it by, such as "Torznab indexer". */
  integration: string;
  /** HTTP status, where there was an answer. */
  status?: number;
  /** How long it asked us to stay away. */
  retryAfterSeconds?: number;
}

/** An upstream did not answer, answered 5xx, or told us to come back later (429). Worth another try. */
export class UpstreamUnavailableError extends DomainError {
  readonly code = "UPSTREAM_UNAVAILABLE";
  override readonly retryable = true;
  declare readonly facts: UpstreamFacts;
  constructor(message: string, facts: UpstreamFacts, options?: { cause?: unknown }) {
    super(message, facts, options);
  }
}

/** An upstream refused (401, 403, other 4xx) or sent something that is not what it should be. A person must act. */
export class UpstreamRejectedError extends DomainError {
  readonly code = "UPSTREAM_REJECTED";
  declare readonly facts: UpstreamFacts;
  constructor(message: string, facts: UpstreamFacts, options?: { cause?: unknown }) {
    super(message, facts, options);
  }
}

/** A secret that is stored does not open: the process was started with other keys than the one that sealed it. */
export class UnreadableSecretError extends DomainError {
  readonly code = "SECRET_UNREADABLE";
  // As soon as it is started with the right ones.
  override readonly retryable = true;
}

/** A backup cannot be used as it is, or none can be made or restored here; nothing was changed. */
export class BackupRefusedError extends DomainError {
  readonly code = "BACKUP_REFUSED";
}
