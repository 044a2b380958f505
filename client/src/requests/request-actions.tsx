import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { isLive } from "./request-words.ts";
import { useCancelRequest, useRetryRequest } from "./use-request-mutations.ts";

const fragment = graphql(`
  fragment RequestActions_Request on Request {
    id
    status
    blocker {
      kind
    }
    audiobook {
      id
      title
    }
  }
`);

/** What can be done with a request as it stands: try again, take back. */
export function RequestActions({ request }: { request: FragmentType<typeof fragment> }) {
  const { id, status, blocker, audiobook } = readFragment(fragment, request);
  const cancel = useCancelRequest();
  const retry = useRetryRequest();
  const isOver = status === "FAILED" || status === "CANCELLED";
  const refusal = cancel.refusal ?? retry.refusal;
  return (
    <div className="request-actions">
      {(isOver || blocker) && (
        <Button
          onClick={() => retry.run(id)}
          busy={retry.isBusy && "Trying…"}
          aria-label={`${isOver ? "Ask again for" : "Try now:"} ${audiobook.title}`}
        >
          {isOver ? "Ask again" : "Try now"}
        </Button>
      )}
      {isLive(status) && (
        <Button
          kind="quiet"
          onClick={() => cancel.run(id)}
          busy={cancel.isBusy && "Cancelling…"}
          aria-label={`Cancel the request for ${audiobook.title}`}
        >
          Cancel
        </Button>
      )}
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}
