/** What the cache makes of answers about the candidates of a request. */
import { cacheExchange } from "@urql/exchange-graphcache";
import { Client, gql, makeResult, type Exchange } from "urql";
import { describe, expect, it, vi } from "vitest";
import { filter, map, pipe } from "wonka";
import { cacheLinks } from "./cache.ts";

const candidates = gql`
  query {
    request(id: "1") {
      id
      releases {
        id
        verdict
      }
    }
  }
`;
const searchReleases = gql`
  mutation ($input: SearchReleasesInput!) {
    searchReleases(input: $input) {
      indexers {
        name
        found
      }
      releases {
        id
        verdict
      }
    }
  }
`;
const blockRelease = gql`
  mutation ($input: BlockReleaseInput!) {
    blockRelease(input: $input) {
      id
    }
  }
`;

const release = (id: string, verdict: string) => ({ __typename: "DownloadHistory", id, verdict });

/** A page that shows the candidates. @returns what it has shown; `world` is what the network answers from now on. */
function openPage(releases: object[], mutation: object) {
  const world = { releases, questions: 0 };
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== "teardown"),
      map((operation) => {
        const query = () => {
          world.questions += 1;
          return { request: { __typename: "Request", id: "1", releases: world.releases } };
        };
        return makeResult(operation, { data: operation.kind === "query" ? query() : mutation, hasNext: false });
      }),
    );
  const client = new Client({
    url: "http://127.0.0.1:9/",
    preferGetMethod: false,
    exchanges: [cacheExchange(cacheLinks), network],
  });
  const shown: (readonly [id: string, verdict: string])[][] = [];
  client.query(candidates, {}).subscribe(({ data, stale }) => {
    if (data && !stale) shown.push(data.request.releases.map((each: any) => [each.id, each.verdict]));
  });
  return { client, world, shown };
}

describe("the candidates in the cache", () => {
  it("are what a search by hand has answered, without asking again", async () => {
    const indexers = [{ __typename: "IndexerAnswer", name: "Torznab", found: 2 }];
    const releases = [release("b", "ACCEPTABLE"), release("a", "REFUSED")];
    const { client, world, shown } = openPage([release("a", "REFUSED")], {
      searchReleases: { __typename: "ReleaseSearch", indexers, releases },
    });
    await client.mutation(searchReleases, { input: { requestId: "1" } }).toPromise();
    await vi.waitFor(() =>
      expect(shown.at(-1)).toEqual([
        ["b", "ACCEPTABLE"],
        ["a", "REFUSED"],
      ]),
    );
    expect(world.questions).toBe(1);
  });

  it("are asked for again once one is blocked: it may be listed twice", async () => {
    const { client, world, shown } = openPage([release("a", "ACCEPTABLE"), release("b", "ACCEPTABLE")], {
      blockRelease: { __typename: "BlockedRelease", id: "x" },
    });
    world.releases = [release("a", "BLOCKED"), release("b", "BLOCKED")];
    await client.mutation(blockRelease, { input: { releaseId: "a" } }).toPromise();
    await vi.waitFor(() =>
      expect(shown.at(-1)).toEqual([
        ["a", "BLOCKED"],
        ["b", "BLOCKED"],
      ]),
    );
  });
});
