import { useEffect } from "react";
import type { CombinedError, UseQueryExecute } from "urql";
import { useLiveUpdates } from "../live-updates.ts";
import { Problem } from "../ui/problem.tsx";
import { errorMessage } from "./error-message.ts";

/** What stands where a query has failed. It is tried again by a person, or when the connection is there again. */
export function QueryProblem({ error, refetch }: { error: CombinedError; refetch: UseQueryExecute }) {
  const live = useLiveUpdates();
  const tryAgain = () => refetch({ requestPolicy: "network-only" });
  useEffect(() => live.onConnected(tryAgain));
  return <Problem message={errorMessage(error)} onRetry={tryAgain} />;
}
