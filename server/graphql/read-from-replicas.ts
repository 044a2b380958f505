import type { ApolloServerPlugin } from "@apollo/server";
import type { OperationContext } from "./operation.ts";

/**
 * Has the lists and searches of queries read from a replica, and notes who has written: what they ask next is read from a
 * replica only when that has their writes.
 */
export const readFromReplicas: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      // After everything that may refuse the operation, and before it is run.
      async responseForOperation({ operation, contextValue: { viewer, reads, replicas } }) {
        // Where that cannot be found out, the primary is asked, which says why.
        if (operation?.operation === "query" && viewer && !reads.hasWritten)
          reads.replica = await replicas.find(viewer.id).catch(() => null);
        return null;
      },
      async willSendResponse({ operation, contextValue, response: { body } }) {
        const hasFailed = body.kind === "single" && (body.singleResult.errors?.length ?? 0) > 0;
        if (operation) await noteWrite(contextValue, operation.operation, hasFailed);
      },
    };
  },
};

/** Call it before the operation is answered. @param hasFailed of a stranger's, then nothing is noted. */
export async function noteWrite(
  { viewer, reads, replicas, logger }: OperationContext,
  kind: string,
  hasFailed: boolean,
): Promise<void> {
  if (kind !== "mutation" && !reads.hasWritten) return;
  if (!viewer && hasFailed) return;
  await replicas
    .noteWrite(viewer?.id ?? null)
    .catch((error: Error) => logger.warn({ reason: error.message }, "It cannot be noted that somebody has written"));
}
