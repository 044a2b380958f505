import { CombinedError } from "urql";
import { describe, expect, it } from "vitest";
import { errorMessage, fieldErrors, isSignedOut } from "./error-message.ts";

const graphqlError = (message: string, extensions: Record<string, unknown>) =>
  new CombinedError({ graphQLErrors: [{ message, extensions }] });

describe("errorMessage", () => {
  it.each([
    [
      "the server's own sentence",
      graphqlError("There is no request with this id.", { code: "NOT_FOUND" }),
      "There is no request with this id.",
    ],
    [
      "no answer at all",
      new CombinedError({ networkError: new TypeError("Failed to fetch") }),
      "The server cannot be reached. Check that it runs and that you are connected.",
    ],
    [
      "a server that is starting",
      new CombinedError({ networkError: new Error("x"), response: { status: 503 } }),
      "The server is starting. Try again in a moment.",
    ],
    [
      "a proxy's error",
      new CombinedError({ networkError: new Error("x"), response: { status: 502 } }),
      "The server answered with an error (502). Try again in a moment.",
    ],
  ])("makes a sentence of %s", (_what, error, sentence) => {
    expect(errorMessage(error)).toBe(sentence);
  });
});

describe("fieldErrors", () => {
  it("tells for each field why it was refused", () => {
    expect(fieldErrors(graphqlError("No.", { fields: { password: "Too short." } }))).toEqual({
      password: "Too short.",
    });
    expect(fieldErrors(graphqlError("No.", { code: "CONFLICT" }))).toEqual({});
    expect(fieldErrors(undefined)).toEqual({});
  });
});

describe("isSignedOut", () => {
  it("knows the end of a session from other refusals", () => {
    expect(isSignedOut(graphqlError("Sign in first.", { code: "UNAUTHENTICATED" }))).toBe(true);
    expect(isSignedOut(graphqlError("Only an admin may do this.", { code: "FORBIDDEN" }))).toBe(false);
  });
});
