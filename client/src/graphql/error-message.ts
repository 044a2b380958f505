import i18next from "i18next";
import type { CombinedError } from "urql";
import { formatDuration } from "../ui/format.ts";

/** The codes that a caller may know the meaning of: what was asked for decides what they say. */
type KnownCode = "UNAUTHENTICATED" | "FORBIDDEN" | "CONFLICT";

/**
 * @param own what a code means here, in the caller's words; else it is the server's sentence, which is English.
 * @returns a sentence for the person who sees it: what is wrong, and what to do.
 */
export function errorMessage(error: CombinedError, own: Partial<Readonly<Record<KnownCode, string>>> = {}): string {
  const t = i18next.getFixedT(null, "graphql");
  const [first] = error.graphQLErrors;
  if (first) {
    const code = errorCode(error);
    const said = own[code as KnownCode];
    if (said) return said;
    const seconds = first.extensions["retryAfterSeconds"];
    if (code === "RATE_LIMITED" && typeof seconds === "number") return t("tooOften", { time: formatDuration(seconds) });
    return code === "FORBIDDEN" ? t("forbidden", { sentence: first.message }) : first.message;
  }
  const status = (error.response as Response | undefined)?.status;
  if (status === 503) return t("starting");
  if (status !== undefined && status >= 400) return t("answered", { status });
  return t("unreachable");
}

/** @returns the stable code of what went wrong; null when the server has not answered. */
export function errorCode(error: CombinedError): string | null {
  return (error.graphQLErrors[0]?.extensions["code"] as string | undefined) ?? null;
}

/** @returns for each field that was refused the sentence that says why. */
export function fieldErrors(error: CombinedError | undefined): Readonly<Record<string, string>> {
  return (error?.graphQLErrors[0]?.extensions["fields"] as Record<string, string> | undefined) ?? {};
}

/** Whether there is nothing to do but wait: the server is not there, or is just starting. */
export function isServerAway(error: CombinedError): boolean {
  return error.networkError !== undefined || errorCode(error) === "NOT_READY";
}

/** Whether the session has ended: signed out elsewhere, revoked or too old. */
export function isSignedOut(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions["code"] === "UNAUTHENTICATED");
}

/** Whether this page is older than the server, which runs only the operations of the client that it serves. */
export function isOutOfDate(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions["code"] === "DOCUMENT_NOT_TRUSTED");
}
