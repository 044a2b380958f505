/**
 * What is open for somebody ends with the credentials that opened it. A notice ends it at once. The timer finds what no
 * notice tells: that a time has passed, and what was missed while nobody listened; it asks about all that is open together.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { CredentialsChangedNotice, Events } from "../events.ts";
import type { Logger } from "../logger.ts";
import { findRights, type Credentials } from "./authenticate.ts";

/** With the answer it is within the second in which an end has to count. */
const recheckMs = 750;

/** Calls `end` once, when the credentials end or may do something else than before. @returns what stops that. */
export type WatchCredentials = (credentials: Credentials, end: () => void) => () => void;

interface Watched {
  readonly credentials: Credentials;
  readonly end: () => void;
}

/** @param fork makes an em that reads everybody's. */
export function createCredentialWatch(
  fork: () => EntityManager,
  events: Events,
  logger: Logger,
): { watch: WatchCredentials; close(): Promise<void> } {
  const watched = new Set<Watched>();
  let rechecking: Promise<void> | null = null;

  function end(those: readonly Watched[]): void {
    for (const each of those) if (watched.delete(each)) each.end();
  }

  async function recheck(): Promise<void> {
    const asked = [...watched];
    if (asked.length === 0) return;
    const rights = await findRights(fork(), [...new Set(asked.map(({ credentials }) => idOf(credentials)))]);
    end(asked.filter(({ credentials }) => rights.get(idOf(credentials)) !== credentials.rights));
  }

  function recheckAlone(): void {
    rechecking ??= recheck()
      .catch((error: Error) => logger.debug({ reason: error.message }, "Cannot look whether sessions have ended"))
      .finally(() => (rechecking = null));
  }

  events.on("credentialsChanged", (notice) => {
    end([...watched].filter(({ credentials }) => concerns(notice, credentials)));
  });
  const timer = setInterval(recheckAlone, recheckMs);
  return {
    watch(credentials, whenEnded) {
      const each = { credentials, end: whenEnded };
      watched.add(each);
      return () => void watched.delete(each);
    },
    async close() {
      clearInterval(timer);
      await rechecking;
    },
  };
}

function idOf({ sessionId, apiKey }: Credentials): string {
  return sessionId ?? apiKey!.id;
}

function concerns(notice: CredentialsChangedNotice, credentials: Credentials): boolean {
  return [notice.sessionId, notice.apiKeyId].includes(idOf(credentials)) || notice.userId === credentials.user.id;
}
