/** What keeps a finished download out of the library. Sentences for the person who can act on it. */
import { DomainError } from "../errors.ts";

/** What was downloaded is not where the download client said, or is not (or no longer) as it was when it was looked at. */
export class ContentMissingError extends DomainError {
  readonly code = "CONTENT_MISSING";
  override readonly retryable = true;
}

/** What was downloaded is nothing that may be taken into the library: a link, a device, too much of it. */
export class ContentRefusedError extends DomainError {
  readonly code = "CONTENT_REFUSED";
}

/** The library folder is not there, cannot be written, or leads outside itself. */
export class LibraryUnusableError extends DomainError {
  readonly code = "LIBRARY_UNUSABLE";
  override readonly retryable = true;
}

/** The book does not fit. Nothing of it is left in the library. */
export class DiskFullError extends DomainError {
  readonly code = "DISK_FULL";
  override readonly retryable = true;
  declare readonly facts: { readonly neededBytes: number; readonly freeBytes: number };

  constructor(neededBytes: number, freeBytes: number, options?: { cause?: unknown }) {
    super(
      `The library's disk is full: ${gigabytes(neededBytes)} needed, ${gigabytes(freeBytes)} free. Make room there.`,
      { neededBytes, freeBytes },
      options,
    );
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 3 : 1)} GB`;
}
