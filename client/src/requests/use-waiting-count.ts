import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { useGap } from "../live-updates.ts";

const waiting = graphql(`
  query WaitingCount {
    requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {
      nodes {
        id
        status
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/**
 * How many requests wait for an admin, live. They are listed, not counted: the cache can tell when a list has changed.
 * @param isAdmin for others nothing is asked.
 * @returns such as "3" or "99+"; null for none.
 */
export function useWaitingCount(isAdmin: boolean): string | null {
  const [{ data }, refetch] = useQuery({ query: waiting, pause: !isAdmin });
  useGap(() => void (isAdmin && refetch({ requestPolicy: "network-only" })));
  if (!data) return null;
  const { nodes, pageInfo } = data.requests;
  const count = nodes.filter(({ status }) => status === "AWAITING_APPROVAL").length;
  return pageInfo.hasNextPage ? "99+" : count > 0 ? String(count) : null;
}
