const welcome = `# You act as whoever is signed in here. To use a
# key instead, enter it under Headers below:
#   { "Authorization": "Bearer rmab_…" }
# More examples: the tabs. The schema: the book icon.

`;

/** What the playground opens with: a list, a mutation and a subscription. */
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
    variables: JSON.stringify({ input: { title: "The Time Machine", author: "H. G. Wells" } }, null, 2),
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
];
