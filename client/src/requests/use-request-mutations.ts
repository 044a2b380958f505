import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { useMutation } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import type { CreateRequestInput, RequestStatus } from "../graphql/generated/graphql.ts";
import { errorMessage } from "../graphql/error-message.ts";
import { useViewer } from "../users/viewer.ts";

const createRequest = graphql(`
  mutation CreateRequest($input: CreateRequestInput!) {
    createRequest(input: $input) {
      id
      createdAt
      ...RequestState_Request
      audiobook {
        id
        audibleId
        title
        author
        narrator
        coverUrl
        availabilityStatus
        viewerRequest {
          id
        }
      }
    }
  }
`);

const cancelRequest = graphql(`
  mutation CancelRequest($input: CancelRequestInput!) {
    cancelRequest(input: $input) {
      ...RequestState_Request
    }
  }
`);

const retryRequest = graphql(`
  mutation RetryRequest($input: RetryRequestInput!) {
    retryRequest(input: $input) {
      ...RequestState_Request
    }
  }
`);

/** An action of the viewer: whether it is under way, and the sentence when it was refused. */
export interface Action<Input, Result = void> {
  readonly isBusy: boolean;
  readonly refusal: string | null;
  run(input: Input): Promise<Result>;
}

/** Asks for a book. @returns an action whose result is the request's id, or null when it was refused. */
export function useCreateRequest(): Action<CreateRequestInput, string | null> {
  const [{ fetching, error }, execute] = useMutation(createRequest);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (input) => {
      const { data } = await execute({ input });
      return data?.createRequest.id ?? null;
    },
  };
}

/** Takes a request back; shown at once, and taken back itself when the server refuses. For a while it can be undone. */
export function useCancelRequest(): Action<{ id: string; title: string }> {
  const { t } = useTranslation("requests");
  const [{ fetching, error }, execute] = useMutation(cancelRequest);
  const [, retry] = useMutation(retryRequest);
  const undo = async (id: string, title: string) => {
    const { error } = await retry({ input: { id } });
    if (error) toast.error(errorMessage(error));
    else toast(t("undone", { title }));
  };
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    async run({ id, title }) {
      const { error } = await execute({ input: { id } });
      if (error) return;
      toast(t("cancelledToast", { title }), { action: { label: t("undo"), onClick: () => void undo(id, title) } });
    },
  };
}

/** Has a request that waits tried at once. */
export function useRetryRequest(): Action<string> {
  const [{ fetching, error }, execute] = useMutation(retryRequest);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (id) => void (await execute({ input: { id } })),
  };
}

/** What is asked for again. */
interface EndedRequest {
  id: string;
  status: RequestStatus;
  userId: string;
  audiobookId: string;
}

/** Begins what has ended anew. What was denied is not tried again, but asked for again: it is decided on anew. */
export function useAskAgain(): Action<EndedRequest> {
  const viewer = useViewer();
  const create = useCreateRequest();
  const retry = useRetryRequest();
  return {
    isBusy: create.isBusy || retry.isBusy,
    refusal: create.refusal ?? retry.refusal,
    async run({ id, status, userId, audiobookId }) {
      if (status !== "DENIED") return retry.run(id);
      await create.run({ audiobookId, ...(userId === viewer.id ? {} : { onBehalfOfUserId: userId }) });
    },
  };
}
