/** What to put where. */
export interface ImportPlan {
  /** The book's folder below the library's root, outermost first. Safe names. */
  readonly folder: readonly string[];
  /** Names for the last of them, in order, for when something else has that place already. */
  readonly otherNames: readonly string[];
  /** In the order in which they are heard; the cover last. */
  readonly files: readonly PlannedFile[];
  /** Extension of the audio files. */
  readonly format: string;
  readonly totalBytes: number;
}

export interface PlannedFile {
  /** Absolute; free of links when it was looked at. */
  readonly from: string;
  /** Below the book's folder, separated by /. Safe names; no two are the same, in whatever case. */
  readonly to: string;
  readonly sizeBytes: number;
}
