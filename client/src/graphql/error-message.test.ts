import i18next from "i18next";
import { CombinedError } from "urql";
import { afterEach, describe, expect, it } from "vitest";
import { german } from "../i18n/german.ts";
import "../i18n/language.ts";
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
      "too many tries",
      graphqlError("There were too many tries.", { code: "RATE_LIMITED", retryAfterSeconds: 300 }),
      "There were too many tries. Try again in 5 min.",
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

  afterEach(() => i18next.changeLanguage("en"));

  it("speaks German, as far as the client knows what was meant", async () => {
    i18next.addResourceBundle("de", "graphql", german.graphql);
    await i18next.changeLanguage("de");
    const refused = graphqlError("You may ask for 3 books in 7 days, and have.", { code: "FORBIDDEN" });
    expect(errorMessage(refused)).toBe("Das ist dir nicht erlaubt. (You may ask for 3 books in 7 days, and have.)");
    expect(errorMessage(refused, { FORBIDDEN: "Das Token stimmt nicht." })).toBe("Das Token stimmt nicht.");
    expect(errorMessage(new CombinedError({ networkError: new TypeError("Failed to fetch") }))).toMatch(
      /^Der Server ist nicht erreichbar/,
    );
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
