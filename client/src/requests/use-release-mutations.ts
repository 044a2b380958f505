import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type {
  BlockReleaseInput,
  SearchReleasesInput,
  SearchReleasesMutation,
  SelectReleaseInput,
} from "../graphql/generated/graphql.ts";
import type { Action } from "./use-request-mutations.ts";

const searchReleases = graphql(`
  mutation SearchReleases($input: SearchReleasesInput!) {
    searchReleases(input: $input) {
      indexers {
        name
        found
        failure
        restsUntil
      }
      releases {
        id
        ...Candidate_DownloadHistory
      }
    }
  }
`);

const selectRelease = graphql(`
  mutation SelectRelease($input: SelectReleaseInput!) {
    selectRelease(input: $input) {
      ...RequestState_Request
    }
  }
`);

const blockRelease = graphql(`
  mutation BlockRelease($input: BlockReleaseInput!) {
    blockRelease(input: $input) {
      id
    }
  }
`);

const unblockRelease = graphql(`
  mutation UnblockRelease($input: UnblockReleaseInput!) {
    unblockRelease(input: $input) {
      ...RequestState_Request
      ...Candidates_Request
    }
  }
`);

/** What one indexer had to say to a search. */
export type IndexerAnswer = SearchReleasesMutation["searchReleases"]["indexers"][number];

/** Asks the indexers now; the candidates follow by themselves. `answers` are those of the last search, null before it. */
export function useSearchReleases(): Action<SearchReleasesInput> & {
  readonly answers: readonly IndexerAnswer[] | null;
} {
  const [{ data, fetching, error }, execute] = useMutation(searchReleases);
  return {
    answers: data && !fetching ? data.searchReleases.indexers : null,
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (input) => void (await execute({ input })),
  };
}

/** Takes a candidate that the person chose, whatever its verdict. */
export function useSelectRelease(): Action<SelectReleaseInput> {
  const [{ fetching, error }, execute] = useMutation(selectRelease);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (input) => void (await execute({ input })),
  };
}

/** Has a release never taken again for its book; the result says whether that worked. */
export function useBlockRelease(): Action<BlockReleaseInput, boolean> {
  const [{ fetching, error }, execute] = useMutation(blockRelease);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (input) => (await execute({ input })).data !== undefined,
  };
}

/** Lets a blocked release be taken again. */
export function useUnblockRelease(): Action<string> {
  const [{ fetching, error }, execute] = useMutation(unblockRelease);
  return {
    isBusy: fetching,
    refusal: error ? errorMessage(error) : null,
    run: async (releaseId) => void (await execute({ input: { releaseId } })),
  };
}
