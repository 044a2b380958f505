import { useMutation } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import type { CreateRequestInput } from "../graphql/generated/graphql.ts";
import { errorMessage } from "../graphql/error-message.ts";

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

/** Takes a request back; shown at once, and taken back itself when the server refuses. */
export function useCancelRequest(): Action<string> {
  const [{ fetching, error }, execute] = useMutation(cancelRequest);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (id) => void (await execute({ input: { id } })),
  };
}

/** Begins a request anew, or has one that waits tried at once. */
export function useRetryRequest(): Action<string> {
  const [{ fetching, error }, execute] = useMutation(retryRequest);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (id) => void (await execute({ input: { id } })),
  };
}
