import { pino, stdSerializers, stdTimeFunctions, type DestinationStream, type Logger } from "pino";

import { hideAddresses } from "./secrets-in-text.ts";

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

/** In these PostgreSQL quotes the row, or the statement, that it refused; and MikroORM puts the first into the message. */
const quotations = ["detail", "where", "internalQuery"];
const quotedDetail = /\n - detail: [\s\S]*?(?=\n {4}at |$)/g;

/**
 * JSON lines.
 * @param level a pino level: trace, debug, info, warn, error, fatal or silent.
 * @param destination standard output when left out.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    serializers: {
      err: (error: Error) => {
        const shown = Object.entries(stdSerializers.err(error)).filter(([name]) => !quotations.includes(name));
        return Object.fromEntries(
          shown.map(([name, value]) => [
            name,
            typeof value === "string" ? hideAddresses(value.replace(quotedDetail, "")) : value,
          ]),
        );
      },
      reason: (reason: unknown) => (typeof reason === "string" ? hideAddresses(reason) : reason),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
