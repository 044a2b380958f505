/** The network's ways of saying that nobody is there. */
const absent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "EHOSTUNREACH",
]);
/** PostgreSQL's: it is shut down under us, has crashed, starts or stops. */
const leaving = new Set(["57P01", "57P02", "57P03"]);
/** The driver's, which carry no code. */
const cutOff =
  /connection terminated|not queryable|timeout exceeded when trying to connect|timeout expired|query read timeout/i;

/** Whether an error of the database says that it is not there just now, rather than that it refuses something. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "", message } = error as Error & { code?: string };
  return absent.has(code) || leaving.has(code) || cutOff.test(message);
}
