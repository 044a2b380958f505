import type { ApolloServerPlugin } from "@apollo/server";
import type { Metrics } from "../metrics/metrics.ts";

/** Tells how long each operation took, and with which errors it was answered. */
export function measuredOperations(metrics: Metrics): ApolloServerPlugin<any> {
  return {
    async requestDidStart() {
      const begun = performance.now();
      return {
        async willSendResponse({ operationName, response }) {
          metrics.operationEnded(operationName, (performance.now() - begun) / 1000);
          if (response.body.kind !== "single") return;
          for (const { extensions } of response.body.singleResult.errors ?? [])
            metrics.errorAnswered(String(extensions?.["code"] ?? ""));
        },
      };
    },
  };
}
