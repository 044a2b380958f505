import type { ApolloServerPlugin } from "@apollo/server";
import type { Metrics } from "../metrics/metrics.ts";
import { describeOperation } from "../tracing.ts";

/** Tells how long each operation took, and with which errors it was answered: the figures, and the trace. */
export function measuredOperations(metrics: Metrics): ApolloServerPlugin<any> {
  return {
    async requestDidStart() {
      const begun = performance.now();
      return {
        async willSendResponse({ operationName, response }) {
          metrics.operationEnded(operationName, (performance.now() - begun) / 1000);
          const errors = response.body.kind === "single" ? (response.body.singleResult.errors ?? []) : [];
          const codes = errors.map(({ extensions }) => String(extensions?.["code"] ?? ""));
          for (const code of codes) metrics.errorAnswered(code);
          describeOperation(operationName, codes);
        },
      };
    },
  };
}
