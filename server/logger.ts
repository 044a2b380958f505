import { pino, type Logger } from "pino";

export type { Logger } from "pino";

/** What must never reach a log, wherever in an object it stands one or two levels deep. */
const secrets = [
  "password",
  "token",
  "apiKey",
  "api_key",
  "authToken",
  "auth_token",
  "cookie",
  "authorization",
  "magnetLink",
  "torrentUrl",
];

/**
 * JSON lines on standard output.
 * @param level a pino level: trace, debug, info, warn, error, fatal or silent.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
  });
}
