import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { useViewer } from "../users/viewer.ts";
import { isLive } from "./request-words.ts";
import { useCancelRequest, useCreateRequest, useRetryRequest } from "./use-request-mutations.ts";

const fragment = graphql(`
  fragment RequestActions_Request on Request {
    id
    status
    blocker {
      kind
    }
    user {
      id
    }
    audiobook {
      id
      title
    }
  }
`);

/** What can be done with a request as it stands: try again, take back. */
export function RequestActions({ request }: { request: FragmentType<typeof fragment> }) {
  const { id, status, blocker, user, audiobook } = readFragment(fragment, request);
  const cancel = useCancelRequest();
  const retry = useRetryRequest();
  const create = useCreateRequest();
  const viewer = useViewer();
  const isOver = status === "FAILED" || status === "CANCELLED" || status === "DENIED";
  const isRetrying = retry.isBusy || create.isBusy;
  const refusal = cancel.refusal ?? retry.refusal ?? create.refusal;
  // What was denied is not tried again, but asked for again: it is decided on anew.
  const again = () =>
    status === "DENIED"
      ? create.run({ audiobookId: audiobook.id, ...(user.id === viewer.id ? {} : { onBehalfOfUserId: user.id }) })
      : retry.run(id);
  return (
    <div className="request-actions">
      {(isOver || blocker) && (
        <Button
          onClick={again}
          busy={isRetrying && (isOver ? "Asking…" : "Trying…")}
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
