/** Searches among a million books, as people type them. */
import type { Client } from "pg";
import { withClient } from "./cluster.ts";
import type { DatabaseAddress } from "../database/address.ts";
import { openScalePlace, type Asked } from "./scale-place.ts";
import type { Bench, Line } from "./section.ts";

const amount = 60;
const query =
  "query ($search: String!) { audiobooks(first: 50, search: $search) { nodes { id title author narrator availabilityStatus } pageInfo { hasNextPage endCursor } } }";
const byHand = `select a.id, a.title, a.author, a.narrator, a.availability_status, f.rank from find_audiobooks($1) f join audiobooks a on a.id = f.id
  order by f.rank desc, f.id desc limit 51`;

/** A book that somebody looks for, and a number that varies what goes wrong. */
interface Sought {
  readonly title: string;
  readonly author: string;
  /** Without accents and articles. */
  readonly plain: readonly string[];
  readonly plainAuthor: readonly string[];
}

const ways: Readonly<Record<string, (book: Sought, n: number) => string>> = {
  "the title": ({ title }) => title,
  "the author": ({ author }) => author,
  "one word of the title": ({ plain }, n) => plain[n % plain.length]!,
  "words of both, in another order": ({ plain, plainAuthor }) => `${plainAuthor[1]} ${plain[0]}`,
  "the first three letters": ({ title }) => title.replace(/^the /i, "").slice(0, 3),
  "two letters": ({ title }) => title.replace(/^the /i, "").slice(0, 2),
  "a name, and the beginning of the next": ({ plainAuthor }, n) =>
    `${plainAuthor[0]} ${plainAuthor[1]!.slice(0, 1 + (n % 4))}`,
  "a slip in the author's name": ({ plainAuthor }, n) => slip(plainAuthor[1]!, n),
  "a slip in every word": ({ plain, plainAuthor }, n) => `${slip(plain[0]!, n)} ${slip(plainAuthor[1]!, n + 1)}`,
  "a word that every third book has": () => "chronicles",
  "the same, half typed": (_, n) => "chronicles".slice(0, 3 + (n % 7)),
  "words that no book has together": ({ plain, plainAuthor }) => `${plain[0]} ${plainAuthor[1]} kekeke`,
};

/** Each way of searching, beside the one statement that answers it, by hand. */
export async function searches(bench: Bench): Promise<readonly Line[]> {
  const place = await openScalePlace(bench, "books");
  const lines: Line[] = [];
  for (const asked of await askedOfSearches(place.address)) lines.push(await place.measure(asked));
  return lines;
}

/** What is asked: each way of searching, for several books. */
export async function askedOfSearches(address: DatabaseAddress): Promise<readonly Asked[]> {
  const books = await withClient(address, chooseBooks);
  return Object.entries(ways).map(([what, way]) => ({
    what: `search: ${what}`,
    questions: books.map((book, n) => {
      const search = way(book, n);
      return { query, variables: { search }, sql: byHand, values: [search] };
    }),
  }));
}

async function chooseBooks(client: Client): Promise<Sought[]> {
  const { rows } = await client.query<Sought>(
    `select title, author, string_to_array(book_words(title), ' ') as plain, string_to_array(book_words(author), ' ') as "plainAuthor"
       from audiobooks where audible_id = any (select 'S' || n * 16127 from generate_series(1, $1::int) n)`,
    [amount],
  );
  return rows;
}

/** A letter too few, two that changed places, or a wrong one, after the first two. */
function slip(word: string, n: number): string {
  const rest = word.slice(2);
  const wrong = [rest.slice(1), (rest[1] ?? "") + (rest[0] ?? "") + rest.slice(2), `w${rest.slice(1)}`];
  return word.slice(0, 2) + wrong[n % wrong.length]!;
}
