const units = ["bytes", "KB", "MB", "GB", "TB", "PB"];

/** As people write it: 1.5 GB. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power > 0 && bytes < 100 * 1000 ** power ? 1 : 0)} ${units[power]}`;
}
