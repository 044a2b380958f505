import { cacheExchange } from "@urql/exchange-graphcache";
import { Client, gql, makeResult, type Exchange, type Operation } from "urql";
import { describe, expect, it, vi } from "vitest";
import { filter, fromPromise, mergeMap, pipe } from "wonka";
import { cacheLinks } from "./cache.ts";
import { readAgainExchange } from "./read-again.ts";

const users = gql`
  query ($filter: UserFilter) {
    users(filter: $filter) {
      totalCount
      nodes {
        id
        role
      }
    }
  }
`;
const updateUser = gql`
  mutation ($input: UpdateUserInput!) {
    updateUser(input: $input) {
      id
      role
    }
  }
`;
const list = (...ids: string[]) => ({
  users: {
    __typename: "UserConnection",
    totalCount: ids.length,
    nodes: ids.map((id) => ({ __typename: "User", id, role: "ADMIN" })),
  },
});
const changed = { updateUser: { __typename: "User", id: "gran", role: "USER" } };
const admins = { filter: { role: "ADMIN" } };

/** A network whose answers are given by hand, in any order. */
function open() {
  const asked: { readonly kind: string; answer(data: object): void }[] = [];
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind === "query" || kind === "mutation"),
      mergeMap((operation: Operation) =>
        fromPromise(
          new Promise<object>((answer) => asked.push({ kind: operation.kind, answer })).then((data) =>
            makeResult(operation, { data, hasNext: false }),
          ),
        ),
      ),
    );
  const client = new Client({
    url: "http://127.0.0.1:9/",
    preferGetMethod: false,
    exchanges: [cacheExchange(cacheLinks), readAgainExchange, network],
  });
  const shown: (readonly string[])[] = [];
  return {
    asked,
    shown,
    read: () =>
      client
        .query(users, admins)
        .subscribe(({ data }) => data && shown.push(data.users.nodes.map(({ id }: { id: string }) => id))),
    change: () =>
      client.mutation(updateUser, { input: { id: "gran", role: "USER" } }).subscribe(() => {
        // An answer is all that is wanted of it.
      }),
  };
}

describe("a list that is read while something is being changed", () => {
  it("is read again when it was asked for first and its answer comes last", async () => {
    const { asked, shown, read, change } = open();
    read();
    change();
    await vi.waitFor(() => expect(asked.map(({ kind }) => kind)).toEqual(["query", "mutation"]));
    asked[1]!.answer(changed);
    asked[0]!.answer(list("owner", "gran"));
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    asked[2]!.answer(list("owner"));
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(["owner"]));
  });

  it("is read again when it was answered before the change was", async () => {
    const { asked, shown, read, change } = open();
    change();
    read();
    await vi.waitFor(() => expect(asked.map(({ kind }) => kind)).toEqual(["mutation", "query"]));
    asked[1]!.answer(list("owner", "gran"));
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    asked[0]!.answer(changed);
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    asked[2]!.answer(list("owner"));
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(["owner"]));
  });

  it("is not read again when nobody looks at it any more", async () => {
    const { asked, read, change } = open();
    const { unsubscribe } = read();
    change();
    await vi.waitFor(() => expect(asked.map(({ kind }) => kind)).toEqual(["query", "mutation"]));
    unsubscribe();
    asked[1]!.answer(changed);
    asked[0]!.answer(list("owner", "gran"));
    await new Promise((done) => setImmediate(done));
    expect(asked).toHaveLength(2);
  });
});

describe("a list that was read before something is changed", () => {
  it("is read again once, as what the change means for it says", async () => {
    const { asked, shown, read, change } = open();
    read();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]!.answer(list("owner", "gran"));
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    change();
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]!.answer(changed);
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    asked[2]!.answer(list("owner"));
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(["owner"]));
    expect(asked).toHaveLength(3);
  });
});
