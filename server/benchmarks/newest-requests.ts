/** The 50 newest requests with user and audiobook: the same question for each of the three servers, and what they answer. */

/** How many rows are asked for. */
export const newestCount = 50;

const fields = {
  request:
    "id status progress priority step errorMessage searchAttempts downloadAttempts createdAt updatedAt completedAt version",
  user: "id username avatarUrl",
  audiobook: "id title author narrator coverArtUrl durationMinutes availabilityStatus",
} as const;

/** The body to post to this program, and to whoever answers in its shape. */
export const ourQuestion = JSON.stringify({
  query: `query Newest($first: Int!) { requests(first: $first) { nodes { ${fields.request} user { ${fields.user} } audiobook { ${fields.audiobook} } } } }`,
  variables: { first: newestCount },
});

const theirs = (names: string) => names.replace(/^id/, "rowId");

/** The same for PostGraphile's names: its `id` is the global one. */
export const postgraphileQuestion = JSON.stringify({
  query: `query Newest($first: Int!) { requests: allRequests(first: $first, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) { nodes { ${theirs(fields.request)} user: userByUserId { ${theirs(fields.user)} } audiobook: audiobookByAudiobookId { ${theirs(fields.audiobook)} } } } }`,
  variables: { first: newestCount },
});

/** One statement, written by hand; parameter: how many. */
export const handWrittenSql = `
  select r.id, upper(r.status) as status, r.progress, r.priority, r.step, r.error_message, r.search_attempts, r.download_attempts,
         r.created_at, r.updated_at, r.completed_at, r.version,
         u.id as user_id, u.username, u.avatar_url,
         b.id as audiobook_id, b.title, b.author, b.narrator, b.cover_art_url, b.duration_minutes, upper(b.availability_status) as availability_status
    from requests r join users u on u.id = r.user_id join audiobooks b on b.id = r.audiobook_id
   order by r.created_at desc, r.id desc limit $1`;

/** A row of the statement in the shape of our API. */
export function shaped(row: Record<string, unknown>): Record<string, unknown> {
  return {
    id: row["id"],
    status: row["status"],
    progress: row["progress"],
    priority: row["priority"],
    step: row["step"],
    errorMessage: row["error_message"],
    searchAttempts: row["search_attempts"],
    downloadAttempts: row["download_attempts"],
    createdAt: row["created_at"],
    updatedAt: row["updated_at"],
    completedAt: row["completed_at"],
    version: row["version"],
    user: { id: row["user_id"], username: row["username"], avatarUrl: row["avatar_url"] },
    audiobook: {
      id: row["audiobook_id"],
      title: row["title"],
      author: row["author"],
      narrator: row["narrator"],
      coverArtUrl: row["cover_art_url"],
      durationMinutes: row["duration_minutes"],
      availabilityStatus: row["availability_status"],
    },
  };
}

/**
 * Asks once. @returns the rows in one form for all servers: PostGraphile spells ids, enumerations and times in its own way.
 * @throws Error when the answer is not the full list.
 */
export async function askOnce(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<unknown[]> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const text = await response.text();
  const nodes = (JSON.parse(text) as { data?: { requests?: { nodes?: unknown[] } } }).data?.requests?.nodes;
  if (nodes?.length !== newestCount) throw new Error(`Not the list that was asked for: ${text.slice(0, 500)}`);
  return nodes.map(alike);
}

function alike(value: unknown, name: unknown = ""): unknown {
  if (Array.isArray(value)) return value.map((each) => alike(each));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key === "rowId" ? "id" : key, alike(each, key)]),
    );
  if (typeof value !== "string") return value;
  if (String(name).endsWith("At")) return new Date(value).toISOString();
  return /status$/i.test(String(name)) ? value.toLowerCase() : value;
}
