import type { CombinedError } from "urql";

/** @returns a sentence for the person who sees it: what is wrong, and what to do. */
export function errorMessage(error: CombinedError): string {
  const [first] = error.graphQLErrors;
  if (first) return first.message;
  const status = (error.response as Response | undefined)?.status;
  if (status === 503) return "The server is starting. Try again in a moment.";
  if (status !== undefined && status >= 400)
    return `The server answered with an error (${status}). Try again in a moment.`;
  return "The server cannot be reached. Check that it runs and that you are connected.";
}

/** @returns for each field that was refused the sentence that says why. */
export function fieldErrors(error: CombinedError | undefined): Readonly<Record<string, string>> {
  return (error?.graphQLErrors[0]?.extensions["fields"] as Record<string, string> | undefined) ?? {};
}

/** Whether the session has ended: signed out elsewhere, revoked or too old. */
export function isSignedOut(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions["code"] === "UNAUTHENTICATED");
}

/** Whether this page is older than the server, which runs only the operations of the client that it serves. */
export function isOutOfDate(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions["code"] === "DOCUMENT_NOT_TRUSTED");
}
