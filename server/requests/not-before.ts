/** Now, but not before what came first: the clock may have been put back meanwhile, and nothing takes less than no time. */
export function notBefore(first: Date | null): Date {
  return new Date(Math.max(Date.now(), first?.getTime() ?? 0));
}
