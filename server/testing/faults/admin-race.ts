/**
 * Twenty people at once, each of whom would be the first admin of a server that has none: with the set-up token and a
 * password, with the token and a Plex server of theirs, and as owners of the Plex server that is configured. They are
 * held up where each is about to write, and let go together.
 */
import { Client } from "pg";
import type { DatabaseAddress } from "../../database/address.ts";
import { openBrowser } from "../browser.ts";
import { plexAccount, type PlexTvFake } from "../fakes/plex-tv.ts";
import { holdUp } from "../hold-up.ts";
import type { Answer } from "../test-app.ts";

const people = 20;
const ways = ["password", "plex set-up", "plex"] as const;
const refusal =
  "The set-up token is not right, or the set-up has been done. The server prints the token when it starts without an admin.";

const setUp = `mutation ($input: SetUpInput!) { entered: setUp(input: $input) { user { role } } }`;
const beginSetUp = `mutation ($input: BeginPlexSetUpInput!) { begun: beginPlexSetUp(input: $input) { url } }`;
const begin = `mutation { begun: beginPlexSignIn { url } }`;
const complete = `mutation ($input: CompletePlexSignInInput!) { entered: completePlexSignIn(input: $input) { user { role } } }`;

/** Where they meet: servers without an admin, on one database, with a Plex that is configured. */
export interface AdminRace {
  readonly urls: readonly string[];
  readonly setUpToken: string;
  readonly plexUrl: string;
  readonly plexTv: PlexTvFake;
  readonly database: DatabaseAddress;
}

/** What came of it. */
export interface AdminRaceResult {
  /** How the admin came in. */
  readonly winner: string;
  readonly refused: number;
  /** Owners who came too late for the role, and are plain users. */
  readonly users: number;
  /** A sentence for everything that must not be; none is well. */
  readonly problems: readonly string[];
}

/** Puts a Plex server and its plex.tv into a database that no server has opened yet. */
export async function configurePlex(database: DatabaseAddress, plexUrl: string, plexTv: PlexTvFake): Promise<void> {
  const settings = {
    "media_server.type": "plex",
    "media_server.url": plexUrl,
    "media_server.auth_token": plexTv.accounts[0]!.token,
    "plex.tv_url": plexTv.url,
    "plex.auth_url": `${plexTv.url}/auth`,
  };
  await withDatabase(database, async (sql) => {
    for (const each of Object.entries(settings))
      await sql.query("insert into configuration (key, value) values ($1, $2)", each);
  });
}

/** Lets all of them try. */
export async function raceForAdmin(race: AdminRace): Promise<AdminRaceResult> {
  const owners = Array.from({ length: people }, (_, index) => plexAccount(5000 + index, `owner${index}`, "owner"));
  race.plexTv.accounts = owners;
  const attempts: { way: (typeof ways)[number]; send: () => Promise<Answer> }[] = [];
  for (const [index, { username }] of owners.entries())
    attempts.push({ way: ways[index % 3]!, send: await prepare(race, index, username) });
  const answers = await holdUp(race.database, "users", people, () => Promise.all(attempts.map(({ send }) => send())));

  const problems: string[] = [];
  const winners: string[] = [];
  let [refused, users] = [0, 0];
  for (const [index, { data, errors }] of answers.entries()) {
    const { way } = attempts[index]!;
    const role = data?.entered?.user.role;
    if (role === "ADMIN") winners.push(way);
    else if (role && way === "plex") users += 1;
    else if (errors?.[0]?.message === refusal && way !== "plex") refused += 1;
    else problems.push(`By ${way}: ${role ?? errors?.[0]?.message}.`);
  }
  const { rows } = await withDatabase(race.database, (sql) => sql.query("select role from users"));
  const admins = rows.filter(({ role }) => role === "admin").length;
  if (admins !== 1) problems.push(`There are ${admins} admins.`);
  if (winners.length !== 1) problems.push(`${winners.length} were told that they are the admin.`);
  if (rows.length !== 1 + users) problems.push(`There are ${rows.length} people, not ${1 + users}.`);
  return { winner: winners.join(", "), refused, users, problems };
}

/** Everything but the last step. */
async function prepare(race: AdminRace, index: number, username: string): Promise<() => Promise<Answer>> {
  const url = race.urls[index % race.urls.length]!;
  const browser = openBrowser(url, { origin: url });
  const way = ways[index % 3]!;
  if (way === "password") {
    const input = { token: race.setUpToken, username, password: "a long enough password" };
    return () => browser.send(setUp, { input });
  }
  const token = { token: race.setUpToken, serverUrl: race.plexUrl };
  const { begun } = way === "plex" ? await browser.ask(begin) : await browser.ask(beginSetUp, { input: token });
  const state = new URL(race.plexTv.signInAt(begun.url, username)).searchParams.get("state");
  return () => browser.send(complete, { input: { state } });
}

async function withDatabase<T>(database: DatabaseAddress, work: (sql: Client) => Promise<T>): Promise<T> {
  const sql = new Client({ ...database });
  await sql.connect();
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
