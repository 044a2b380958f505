import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { ApproveRequestInput, DenyRequestInput } from "../graphql/generated/graphql.ts";

const approveRequest = graphql(`
  mutation ApproveRequest($input: ApproveRequestInput!) {
    approveRequest(input: $input) {
      ...RequestState_Request
    }
  }
`);

const denyRequest = graphql(`
  mutation DenyRequest($input: DenyRequestInput!) {
    denyRequest(input: $input) {
      ...RequestState_Request
    }
  }
`);

/** What an admin decides about a request that waits. Each is shown at once, and taken back when the server refuses. */
export interface Decisions {
  readonly isBusy: boolean;
  /** @returns the sentence of the refusal; null when it is done. */
  approve(input: ApproveRequestInput): Promise<string | null>;
  deny(input: DenyRequestInput): Promise<string | null>;
}

/** For one request. */
export function useDecisions(): Decisions {
  const [approval, approve] = useMutation(approveRequest);
  const [denial, deny] = useMutation(denyRequest);
  return {
    isBusy: approval.fetching || denial.fetching,
    async approve(input) {
      const { error } = await approve({ input });
      return error ? errorMessage(error) : null;
    },
    async deny(input) {
      const { error } = await deny({ input });
      return error ? errorMessage(error) : null;
    },
  };
}
