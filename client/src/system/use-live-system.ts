import { useSubscription } from "urql";
import { graphql } from "../graphql/generated/index.ts";

const systemChanged = graphql(`
  subscription SystemChanged {
    systemChanged {
      deadJobs
      queues {
        name
        ready
        delayed
        active
      }
      integrations {
        id
        ...IntegrationRow_IntegrationState
      }
      storage {
        name
        path
        freeBytes
        totalBytes
      }
      ...Replicas_System
    }
  }
`);

/** Keeps what is shown of the system as it is; after a lost connection it begins with the present state. */
export function useLiveSystem(): void {
  useSubscription({ query: systemChanged });
}
