import { cacheExchange } from "@urql/exchange-graphcache";
import { Client, gql, makeErrorResult, makeResult, type Exchange, type Operation } from "urql";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { filter, fromPromise, makeSubject, merge, mergeMap, pipe } from "wonka";
import { cacheLinks } from "./cache.ts";
import { newestVersionExchange } from "./newest-version.ts";

const requests = gql`
  query ($filter: RequestFilter) {
    requests(filter: $filter) {
      nodes {
        id
        version
        status
        progress
        createdAt
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
const searchCatalog = gql`
  query {
    viewer {
      id
    }
    searchCatalog(query: "x", page: 1) {
      entries {
        audibleId
        title
        audiobook {
          id
          availabilityStatus
          viewerRequest {
            id
            version
            status
          }
        }
      }
    }
  }
`;
const requestChanged = gql`
  subscription {
    requestChanged {
      cursor
      request {
        id
        version
        status
        progress
        createdAt
        user {
          id
        }
        audiobook {
          id
          audibleId
          availabilityStatus
        }
      }
    }
  }
`;
const createRequest = gql`
  mutation ($input: CreateRequestInput!) {
    createRequest(input: $input) {
      id
      version
      status
      audiobook {
        id
        audibleId
        availabilityStatus
        viewerRequest {
          id
        }
      }
    }
  }
`;
const cancelRequest = gql`
  mutation ($input: CancelRequestInput!) {
    cancelRequest(input: $input) {
      id
      version
      status
      progress
    }
  }
`;

const row = (id: string, version: number, fields: object = {}) => ({
  __typename: "Request",
  id,
  version,
  status: "DOWNLOADING",
  progress: 10,
  createdAt: `2026-01-0${id}`,
  ...fields,
});
const list = (...nodes: object[]) => ({
  requests: { __typename: "RequestConnection", nodes, pageInfo: { __typename: "PageInfo", hasNextPage: false } },
});
const entry = { __typename: "CatalogEntry", audibleId: "B1", title: "Emma", audiobook: null };
const found = {
  viewer: { __typename: "User", id: "me" },
  searchCatalog: { __typename: "CatalogSearch", entries: [entry] },
};

/** The network: queries and mutations are answered by `answer`, frames come from `frames`. */
function open(answer: (operation: Operation) => Promise<object>) {
  const frames = makeSubject<object>();
  const network: Exchange = () => (operations) =>
    merge([
      pipe(
        operations,
        filter(({ kind }) => kind === "query" || kind === "mutation"),
        mergeMap((operation) =>
          fromPromise(
            answer(operation).then(
              (data) => makeResult(operation, { data, hasNext: false }),
              (error) => makeErrorResult(operation, error),
            ),
          ),
        ),
      ),
      pipe(
        operations,
        filter(({ kind }) => kind === "subscription"),
        mergeMap((operation) =>
          pipe(
            frames.source,
            mergeMap((data) => fromPromise(Promise.resolve(makeResult(operation, { data, hasNext: true })))),
          ),
        ),
      ),
    ]);
  const client = new Client({
    url: "http://127.0.0.1:9/",
    preferGetMethod: false,
    exchanges: [cacheExchange(cacheLinks), newestVersionExchange, network],
  });
  client.subscription(requestChanged, {}).subscribe(() => {});
  return {
    client,
    frame: (request: object, userId = "me") =>
      frames.next({
        requestChanged: {
          __typename: "RequestChange",
          cursor: "1",
          request: {
            ...request,
            user: { __typename: "User", id: userId },
            audiobook: { __typename: "Audiobook", id: "b", audibleId: "B1", availabilityStatus: "REQUESTED" },
          },
        },
      }),
    watch(query: typeof requests, variables = {}) {
      const seen: any[] = [];
      client.query(query, variables).subscribe(({ data, stale }) => void (data && !stale && seen.push(data)));
      return seen;
    },
  };
}

describe("the cache", () => {
  const answer = vi.fn<(operation: Operation) => Promise<object>>();
  beforeEach(() => void answer.mockReset());

  it("shows a live change in a list without asking again", async () => {
    answer.mockResolvedValue(list(row("1", 1)));
    const { frame, watch } = open(answer);
    const seen = watch(requests);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    frame(row("1", 2, { progress: 55 }));
    await vi.waitFor(() => expect(seen.at(-1).requests.nodes[0].progress).toBe(55));
    expect(answer).toHaveBeenCalledTimes(1);
  });

  it("does not let an older frame overwrite a newer row", async () => {
    answer.mockResolvedValue(list(row("1", 5, { progress: 90 }), row("2", 1)));
    const { frame, watch } = open(answer);
    const seen = watch(requests);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    frame(row("1", 4, { progress: 40 }));
    frame(row("2", 2, { progress: 77 }));
    await vi.waitFor(() =>
      expect(seen.at(-1).requests.nodes.map(({ progress }: { progress: number }) => progress)).toEqual([90, 77]),
    );
  });

  it("asks again for the lists that a new request belongs to, and for no other", async () => {
    answer.mockImplementation(async ({ variables }) => (variables?.["filter"] ? list() : list(row("1", 1))));
    const { frame, watch } = open(answer);
    const all = watch(requests);
    const failed = watch(requests, { filter: { status: ["FAILED"] } });
    await vi.waitFor(() => expect([all.length, failed.length]).toEqual([1, 1]));
    answer.mockImplementation(async ({ variables }) =>
      variables?.["filter"] ? list() : list(row("2", 1), row("1", 1)),
    );
    frame(row("2", 1));
    await vi.waitFor(() => expect(all.at(-1).requests.nodes).toHaveLength(2));
    expect(answer.mock.calls.map(([{ variables }]) => variables?.["filter"])).toEqual([
      undefined,
      { status: ["FAILED"] },
      undefined,
    ]);
  });

  it("asks again for a person's list only when that person's requests change", async () => {
    answer.mockImplementation(async () => list());
    const { frame, watch } = open(answer);
    const seen = watch(requests, { filter: { userId: "me" } });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    frame(row("1", 1), "other");
    frame(row("2", 1), "me");
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(answer).toHaveBeenCalledTimes(2);
  });

  it("asks again for a filtered list that a request has left", async () => {
    answer.mockResolvedValueOnce(list(row("1", 1))).mockResolvedValueOnce(list());
    const { frame, watch } = open(answer);
    const seen = watch(requests, { filter: { status: ["DOWNLOADING"] } });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    frame(row("1", 2, { status: "COMPLETED" }));
    await vi.waitFor(() => expect(seen.at(-1).requests.nodes).toEqual([]));
  });

  it("shows a request at once, and takes it back when the server refuses", async () => {
    answer.mockImplementation(({ kind }) =>
      kind === "mutation" ? Promise.reject(new Error("No.")) : Promise.resolve(found),
    );
    const { client, watch } = open(answer);
    const seen = watch(searchCatalog);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    const { error } = await client.mutation(createRequest, { input: { audibleId: "B1" } }).toPromise();
    expect(error?.message).toContain("No.");
    const shown = seen.map(({ searchCatalog: { entries } }) => entries[0].audiobook?.viewerRequest.status ?? null);
    expect(shown).toEqual([null, "PENDING", null]);
  });

  it("takes a cancelled request for cancelled before the server has answered", async () => {
    answer.mockImplementation(({ kind }) =>
      kind === "mutation" ? new Promise(() => {}) : Promise.resolve(list(row("1", 3))),
    );
    const { client, watch } = open(answer);
    const seen = watch(requests);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    client.mutation(cancelRequest, { input: { id: "1" } }).subscribe(() => {});
    await vi.waitFor(() => expect(seen.at(-1).requests.nodes[0]).toMatchObject({ status: "CANCELLED", progress: 10 }));
  });

  it.each([
    ["the viewer's own", "me", "DOWNLOADING"],
    ["somebody else's", "other", null],
  ])(
    "links %s request that another tab has made to the catalog's entry as it should",
    async (_whose, userId, status) => {
      answer.mockImplementation(async () => found);
      const { frame, watch } = open(answer);
      const seen = watch(searchCatalog);
      await vi.waitFor(() => expect(seen).toHaveLength(1));
      if (status === null)
        answer.mockImplementation(async () => ({
          ...found,
          searchCatalog: {
            __typename: "CatalogSearch",
            entries: [
              {
                ...entry,
                audiobook: { __typename: "Audiobook", id: "b", availabilityStatus: "REQUESTED", viewerRequest: null },
              },
            ],
          },
        }));
      frame(row("1", 1), userId);
      await vi.waitFor(() =>
        expect(seen.at(-1).searchCatalog.entries[0].audiobook).toMatchObject({
          id: "b",
          viewerRequest: status ? { status } : null,
        }),
      );
    },
  );
});
