import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { CreateRequestInput } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { RequestState } from "./request-state.tsx";
import { useCreateRequest } from "./use-request-mutations.ts";

const fragment = graphql(`
  fragment RequestAction_Audiobook on Audiobook {
    id
    availabilityStatus
    viewerRequest {
      id
      status
      ...RequestState_Request
    }
  }
`);

interface RequestActionProps {
  /** null while nobody has asked for it. */
  audiobook: FragmentType<typeof fragment> | null;
  /** It is known to be there, even if nobody has asked for it. */
  isInLibrary?: boolean;
  /** What to ask for. */
  wanted: CreateRequestInput;
  title: string;
}

/** On a book's card: how the viewer's request stands, or the button that makes one. */
export function RequestAction({ audiobook, isInLibrary = false, wanted, title }: RequestActionProps) {
  const { run, isBusy, refusal } = useCreateRequest();
  const book = readFragment(fragment, audiobook);
  const request = book?.viewerRequest;
  const isAvailable = isInLibrary || book?.availabilityStatus === "AVAILABLE";
  // What has vanished from the library may be asked for again.
  const isOver = request?.status === "CANCELLED" || (request?.status === "COMPLETED" && !isAvailable);
  if (request && !isOver) {
    return (
      <Link href={`/requests/${request.id}`} className="card-state" aria-label={`Your request for ${title}`}>
        <RequestState request={request} on="card" />
      </Link>
    );
  }
  if (isAvailable) {
    return (
      <p className="status shelf">
        <Icon name="check" size={16} />
        <span className="word">In the library</span>
      </p>
    );
  }
  return (
    <div className="card-action">
      <Button onClick={() => run(wanted)} busy={isBusy && "Asking…"} aria-label={`Request ${title}`}>
        Request
      </Button>
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}
