const welcome = `# You act as whoever is signed in here. To use a
# key instead, enter it under Headers below:
#   { "Authorization": "Bearer rmab_…" }
# More examples: the tabs. The schema: the book icon.

`;

const request = "00000000-0000-0000-0000-000000000000";
const release = "11111111-1111-1111-1111-111111111111";
const variables = (input: unknown) => JSON.stringify({ input }, null, 2);

/** What the playground opens with, a tab each. */
export const examples = [
  {
    query: `${welcome}query Requests {
  requests(first: 10, orderBy: RECENTLY_CHANGED) {
    nodes {
      id
      status
      progress
      audiobook {
        title
        author
      }
      blocker {
        message
        nextTryAt
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
`,
  },
  {
    query: `mutation CreateRequest($input: CreateRequestInput!) {
  createRequest(input: $input) {
    id
    status
  }
}
`,
    variables: variables({ title: "The Time Machine", author: "H. G. Wells" }),
  },
  {
    query: `subscription RequestChanged {
  requestChanged {
    cursor
    request {
      id
      version
      status
      progress
      audiobook {
        title
      }
    }
  }
}
`,
  },
  {
    query: `# Asks the indexers now, and takes nothing. With the
# id of a request; query replaces title and author.
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
      torrentName
      indexerName
      qualityScore
      verdict
      refusal
      selectedByHand
    }
  }
}
`,
    variables: variables({ requestId: request, query: "time machine wells" }),
  },
  {
    query: `# For admins: never take a release again for its book.
mutation BlockRelease($input: BlockReleaseInput!) {
  blockRelease(input: $input) {
    id
    reason
  }
}
`,
    variables: variables({ releaseId: release, reason: "It is another reading." }),
  },
  {
    query: `# For admins: let it be taken again.
mutation UnblockRelease($input: UnblockReleaseInput!) {
  unblockRelease(input: $input) {
    id
    releases {
      torrentName
      verdict
      refusal
    }
  }
}
`,
    variables: variables({ releaseId: release }),
  },
  {
    query: `# For admins: a further indexer, called my-tracker.
mutation AddIndexer($input: [ConfigurationInput!]!) {
  setConfiguration(input: $input) {
    key
    value
    isSet
  }
}
`,
    variables: variables([
      { key: "indexer.my-tracker.type", value: "torznab" },
      { key: "indexer.my-tracker.url", value: "http://localhost:9117/api/v2.0/indexers/my-tracker/results/torznab" },
      { key: "indexer.my-tracker.api_key", value: "…" },
      { key: "indexer.my-tracker.priority", value: "10" },
    ]),
  },
  {
    query: `# For admins: does it answer? Saved or not.
mutation TestIntegration($input: TestIntegrationInput!) {
  testIntegration(input: $input) {
    ok
    message
    version
  }
}
`,
    variables: variables({ kind: "INDEXER", name: "my-tracker" }),
  },
  {
    query: `# For admins: read the media server's library now.
mutation RunJob($input: RunJobInput!) {
  runJob(input: $input) {
    id
    status
  }
}
`,
    variables: variables({ type: "sync_library" }),
  },
];
