import { useEffect } from "react";
import { useSubscription } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { useLiveUpdates } from "../live-updates.ts";

const jobChanged = graphql(`
  subscription JobChanged {
    jobChanged {
      id
      ...JobRow_Job
      ...JobDetails_Job
    }
  }
`);

/**
 * Keeps every job that is shown as it is on the server.
 * @param refetch asks again once the connection was lost: nothing tells what was missed.
 */
export function useLiveJobs(refetch: () => void): void {
  const live = useLiveUpdates();
  useSubscription({ query: jobChanged });
  useEffect(() => {
    let wasLost = live.isLost();
    const forgetLoss = live.onChange(() => void (wasLost ||= live.isLost()));
    const forget = live.onConnected(() => {
      if (wasLost) refetch();
      wasLost = false;
    });
    return () => {
      forgetLoss();
      forget();
    };
  });
}
