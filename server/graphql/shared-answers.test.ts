import { buildSchema, parse, type ExecutionResult, type SubscriptionArgs } from "graphql";
import { describe, expect, it } from "vitest";
import { subscribeShared } from "./shared-answers.ts";

const schema = buildSchema(
  "type Query { no: Int } type Subscription { change(of: ID): Change } type Change { n: Int }",
);
const document = parse("subscription ($of: ID) { change(of: $of) { n } }");
const state = { change: { n: 1 } };

/** A subscriber to one state, and how often that state was resolved for it. */
async function subscribeTo(given: Partial<SubscriptionArgs> & { viewer?: object } = {}) {
  let resolved = 0;
  let stopped = false;
  const source = {
    states: [state],
    async next() {
      const value = this.states.shift();
      return value ? { done: false, value } : new Promise<never>(() => {});
    },
    async return() {
      stopped = true;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  const stream = await subscribeShared({
    schema,
    document,
    contextValue: { viewer: given.viewer ?? { id: "ann", role: "user" } },
    subscribeFieldResolver: () => source,
    fieldResolver(parent, _args, _context, { fieldName }) {
      resolved += 1;
      return parent[fieldName];
    },
    ...given,
  });
  if (!(Symbol.asyncIterator in stream)) throw new Error("No stream came.");
  const { value } = await stream.next();
  return { answer: value as ExecutionResult, resolved: () => resolved, stream, stopped: () => stopped };
}

describe("subscribeShared", () => {
  it("resolves a state once for all who ask the same, and each of them is answered", async () => {
    const first = await subscribeTo();
    const second = await subscribeTo();
    expect(second.answer).toEqual({ data: { change: { n: 1 } } });
    expect(second.answer).toBe(first.answer);
    expect(second.resolved()).toBe(0);
  });

  it.each([
    ["viewer", { viewer: { id: "bob", role: "user" } }],
    ["role", { viewer: { id: "ann", role: "admin" } }],
    ["variables", { variableValues: { of: "7" } }],
    ["document", { document: parse("subscription { change { n other: n } }") }],
  ])("resolves it anew for another %s", async (_what, given) => {
    await subscribeTo();
    expect((await subscribeTo(given)).resolved()).toBeGreaterThan(0);
  });

  it("stops the stream at once while it waits for a state", async () => {
    const { stream, stopped } = await subscribeTo();
    void stream.next();
    await stream.return();
    expect(stopped()).toBe(true);
  });

  it("hands back what is wrong instead of a stream", async () => {
    const refused = await subscribeShared({
      schema,
      document,
      contextValue: { viewer: null },
      subscribeFieldResolver() {
        throw new Error("Sign in.");
      },
    });
    expect((refused as ExecutionResult).errors?.[0]?.message).toBe("Sign in.");
  });
});
