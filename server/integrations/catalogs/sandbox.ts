/** The catalog of the sandbox: a small list of books behind a few addresses, in the very shape of the port. */
import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { HttpAnswer } from "../http-client.ts";
import type { Integration } from "../integration.ts";
import type { Catalog } from "./catalog.ts";

const LABEL = "sandbox catalog";

const settings = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).meta({
    label: "Address",
    description: "Where the sandbox serves its catalog; `npm run demo` enters it.",
  }),
});

const entry = z.object({
  audibleId: z.string().min(1),
  title: z.string().min(1),
  subtitle: z.string().nullable().default(null),
  author: z.string(),
  narrator: z.string().nullable(),
  seriesTitle: z.string().nullable().default(null),
  seriesPosition: z.string().nullable().default(null),
  language: z.string().nullable().default(null),
  isAbridged: z.boolean().nullable().default(null),
  description: z.string().nullable(),
  coverArtUrl: z.url({ protocol: /^https?$/ }).nullable(),
  durationMinutes: z.int().nonnegative().nullable(),
  releaseDate: z.iso.date().nullable(),
  rating: z.number().min(0).max(5).nullable(),
  genres: z.array(z.string()),
});
const page = z.object({ entries: z.array(entry), hasNextPage: z.boolean() });

export type SandboxSettings = z.infer<typeof settings>;

export const sandbox: Integration<SandboxSettings, Catalog> = {
  label: "Sandbox (made-up books)",
  settings,
  async open({ url }, { http }) {
    const books = `${url.replace(/\/+$/, "")}/books`;

    const list = async (query: Record<string, string | number>, signal: AbortSignal) =>
      read(page, await http.request(books, { integration: LABEL, query, signal }));
    const search: Catalog["search"] = (query, number, signal) => list({ query, page: number }, signal);

    return {
      search,
      shelf: async (shelf, signal) => (await list({ shelf, page: 1 }, signal)).entries,
      kin: (kinship, name, number, signal) => list({ [kinship]: name, page: number }, signal),

      async find(audibleId, signal) {
        const address = `${books}/${encodeURIComponent(audibleId)}`;
        const answer = await http.request(address, { integration: LABEL, signal, expectStatus: [404] });
        return answer.status === 404 ? null : read(entry, answer);
      },

      async check(signal) {
        const { entries, hasNextPage } = await search("", 1, signal);
        return {
          version: null,
          message: `Answers, and lists ${hasNextPage ? "more than " : ""}${entries.length} books.`,
        };
      },
    };
  },
};

function read<Shape>(schema: z.ZodType<Shape>, answer: HttpAnswer): Shape {
  const result = schema.safeParse(answer.json());
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join(".") || "its answer";
  const message = `The ${LABEL} sent something that is not a list of books (${where} is wrong). Check its address under Settings.`;
  throw new UpstreamRejectedError(message, { integration: LABEL, status: answer.status }, { cause: result.error });
}
