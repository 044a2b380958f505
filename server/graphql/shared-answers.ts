/**
 * Subscriptions whose answers are shared: when a change reaches a thousand sockets, it is resolved once for all that ask
 * the same. The same state, document, variables, viewer and session have the same answer; nothing else that a subscription's
 * fields may read tells one socket from another.
 */
import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type SubscriptionArgs,
} from "graphql";
import type { OperationContext } from "./operation.ts";

type Answer = ReturnType<typeof execute>;

/** graphql's `subscribe`, with shared answers. States that are to be shared are the same object for every subscriber. */
export async function subscribeShared(
  args: SubscriptionArgs,
): Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const states = (source as AsyncIterable<object>)[Symbol.asyncIterator]();
  const asked = questionOf(args);
  const end = { done: true, value: undefined } as const;
  // No generator: one that waits for a state could not be stopped before the next state came.
  const stream: AsyncGenerator<ExecutionResult, void, void> = {
    async next() {
      const { done, value: state } = await states.next();
      return done ? end : { done: false, value: await answerTo(asked, state, args) };
    },
    async return() {
      await states.return?.();
      return end;
    },
    async throw(error) {
      await states.return?.();
      throw error;
    },
    async [Symbol.asyncDispose]() {
      await states.return?.();
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

const answers = new WeakMap<object, Map<string, Answer>>();

function answerTo(asked: string, state: object, args: ExecutionArgs): Answer {
  let ofState = answers.get(state);
  if (!ofState) answers.set(state, (ofState = new Map()));
  let answer = ofState.get(asked);
  if (!answer) ofState.set(asked, (answer = execute({ ...args, rootValue: state })));
  return answer;
}

const numbers = new WeakMap<DocumentNode, number>();
let documents = 0;

function questionOf({ document, operationName, variableValues, contextValue }: SubscriptionArgs): string {
  let number = numbers.get(document);
  if (number === undefined) numbers.set(document, (number = documents += 1));
  const { viewer, sessionId } = contextValue as Pick<OperationContext, "viewer" | "sessionId">;
  return JSON.stringify([number, operationName, variableValues, viewer?.id, viewer?.role, sessionId]);
}
