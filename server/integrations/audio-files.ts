/** What names tell of audio files and of the folders they come in. Here for the same reason as audio-tags.ts. */

/** Extensions of the audio files that a library takes, with their dot, in lower case. */
export const audioExtensions: ReadonlySet<string> = new Set(
  ["m4b", "m4a", "mp3", "mp4", "aac", "flac", "ogg", "oga", "opus", "wma", "wav"].map((extension) => `.${extension}`),
);

const afterTitle = /(?:^|[\s._([-])(?:cd|dis[ck])[\s._-]*(\d{1,3})(?:[\s._-]*of[\s._-]*\d+)?[)\]]?$/i;
const alone = /^(?:part|pt|teil|tape|side)[\s._-]*(\d{1,3})(?:[\s._-]*of[\s._-]*\d+)?$/i;

/** Which disc of its parent a folder holds ("CD1", "The Book - Disc 2", "Part 3 of 4"); null for any other folder. */
export function discNumber(folderName: string): number | null {
  const digits = (afterTitle.exec(folderName) ?? alone.exec(folderName))?.[1];
  return digits === undefined ? null : Number(digits);
}
