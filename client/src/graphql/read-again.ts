/**
 * What was read while something was being changed is read once more. The server may have read it before the change, and
 * the mutation's updater cannot invalidate what has not arrived yet: without this such a list would stay as it was.
 */
import type { Exchange, Operation, OperationResult } from "urql";
import { onPush, pipe } from "wonka";

/** Stands between the cache and the network, and asks anew for each query whose flight overlapped a mutation's. */
export const readAgainExchange: Exchange = ({ client, forward }) => {
  const reading = new Map<number, Operation>();
  const changing = new Set<number>();
  const doubtful = new Map<number, Operation>();

  function sent(operation: Operation): void {
    const { kind, key } = operation;
    if (kind === "query") {
      reading.set(key, operation);
      if (changing.size > 0) doubtful.set(key, operation);
    } else if (kind === "mutation") {
      changing.add(key);
      for (const [query, each] of reading) doubtful.set(query, each);
    } else if (kind === "teardown") {
      reading.delete(key);
      changing.delete(key);
      doubtful.delete(key);
    }
  }

  function answered({ operation: { kind, key } }: OperationResult): void {
    if (kind === "query") reading.delete(key);
    else if (kind === "mutation") changing.delete(key);
    else return;
    if (changing.size > 0) return;
    for (const [query, operation] of doubtful) {
      if (reading.has(query)) continue;
      doubtful.delete(query);
      // After the cache has taken this answer in.
      queueMicrotask(() =>
        client.reexecuteOperation(
          client.createRequestOperation("query", operation, { ...operation.context, requestPolicy: "network-only" }),
        ),
      );
    }
  }

  return (operations) => pipe(operations, onPush(sent), forward, onPush(answered));
};
