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
/** What is done with a connection. A file that is missing has the same code as a socket that is, but is opened or looked at. */
const ofConnections = new Set(["connect", "getaddrinfo", "read", "write"]);
/** PostgreSQL's: it is shut down under us, has crashed, starts or stops. */
const leaving = new Set(["57P01", "57P02", "57P03"]);
/** The driver's, which carry no code; what is thrown on purpose has one, whatever its sentence says. */
const cutOff =
  /connection terminated|not queryable|timeout exceeded when trying to connect|timeout expired|query read timeout/i;

interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  /** One for each address of a host that has several. */
  readonly errors?: readonly SystemError[];
}

/** Whether an error of the database says that it is not there just now, rather than that it refuses something. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "", syscall = "", message, errors } = error as SystemError;
  if (errors?.length) return errors.every(isDatabaseAway);
  if (code === "") return cutOff.test(message);
  return leaving.has(code) || (absent.has(code) && ofConnections.has(syscall));
}
