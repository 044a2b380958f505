import { AsyncLocalStorage } from "node:async_hooks";
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
/** What pg's errors carry besides: the whole connection that was lost, some four thousand letters of it. */
const unsaid = [...quotations, "client"];
const quotedDetail = /\n - detail: [\s\S]*?(?=\n {4}at |$)/g;

/** What is told of each line besides: which request, person or job it came of. */
interface LogContext {
  requestId?: string;
  userId?: string;
  job?: string;
  jobId?: string;
}

/** Set where something begins, and known wherever that leads. */
export const logContext = new AsyncLocalStorage<LogContext>();

const keptLines = 200;
const kept = new WeakMap<object, string[]>();

/** @returns the last warnings and errors of this process, as they were written: a line each, without secrets. */
export function recentWarnings(logger: Logger): readonly string[] {
  return kept.get(logger) ?? [];
}

/**
 * JSON lines.
 * @param level a pino level: trace, debug, info, warn, error, fatal or silent.
 * @param destination standard output when left out.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const lines: string[] = [];
  const options = {
    level,
    mixin: () => ({ ...logContext.getStore() }),
    hooks: {
      streamWrite(line: string): string {
        // The level stands first: 40 is warn.
        if (/^\{"level":[456]/.test(line) && lines.push(line.trimEnd()) > keptLines) lines.shift();
        return line;
      },
    },
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    serializers: {
      err: (error: Error) => {
        const shown = Object.entries(stdSerializers.err(error)).filter(([name]) => !unsaid.includes(name));
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
  const logger = destination ? pino(options, destination) : pino(options);
  kept.set(logger, lines);
  return logger;
}
