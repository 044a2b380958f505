/** The middle of the sorted values; of two middles the upper one. @param values at least one. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value below which `percent` of all values lie. @param values at least one. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))]!;
}

/** `p50 3.1, p95 9.4 ms` */
export function spread(milliseconds: readonly number[]): string {
  return `p50 ${percentile(milliseconds, 50).toFixed(1)}, p95 ${percentile(milliseconds, 95).toFixed(1)} ms`;
}
