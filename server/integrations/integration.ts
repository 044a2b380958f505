import type { z } from "zod";
import type { HttpClient } from "./http-client.ts";

/**
 * An adapter is a value that describes itself: what a person reads, what it must be told, and how to open it.
 * The settings schema is a zod object whose property names are the last part of the configuration keys
 * (`download_client.password` → `password`); each property carries `.meta({ label, secret?, description? })`. It
 * validates what is stored, draws the form in the client, and marks what is sealed and masked.
 */
export interface Integration<Settings extends Record<string, unknown>, Port> {
  /** What people call it, as a sentence begins with it: "The embedded client". */
  readonly label: string;
  readonly settings: z.ZodType<Settings>;
  /** @throws UpstreamUnavailableError | UpstreamRejectedError when opening needs the other side and it is not there. */
  open(settings: Settings, runtime: IntegrationRuntime): Promise<Port>;
}

/** What the program lends to an adapter. */
export interface IntegrationRuntime {
  readonly http: HttpClient;
  /** Where an adapter may keep files of its own, in a sub-folder named after itself. Absolute. */
  readonly dataDir: string;
  /** Where downloads are to be put, as this program sees it (`paths.downloads`). Absolute. */
  readonly downloadsDir: string;
  /** Where finished books live, as this program sees it (`paths.media_library`). Absolute. */
  readonly libraryDir: string;
  /**
   * Takes a lock that one process holds at a time, over every process on the same database; it is lost when the
   * process dies. @returns null while somebody else holds it.
   */
  exclusive(name: string): Promise<Lease | null>;
  log(level: "info" | "warn", message: string, facts?: Record<string, unknown>): void;
}

/** A lock that is held. `lost` is aborted when it was taken away (the database connection broke). */
export interface Lease {
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** What "test this connection" finds. Only what is well gets here: anything wrong is thrown as a typed error. */
export interface IntegrationCheck {
  /** The other side's version, where it tells. */
  readonly version: string | null;
  /** One sentence: "Answers, and offers search by title and author in 2 audio categories." */
  readonly message: string;
}
