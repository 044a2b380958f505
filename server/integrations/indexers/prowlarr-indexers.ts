/** What Prowlarr's list of indexers says: which of them a search asks, and how much each is preferred. */
import { z } from "zod";
import { UpstreamRejectedError } from "../../errors.ts";
import type { HttpAnswer } from "../http-client.ts";
import { list, listOrNone, number, readJson, text } from "../lenient-json.ts";

/** One indexer, as Prowlarr knows it. */
export interface ProwlarrIndexer {
  readonly id: number;
  readonly name: string;
}

const priorities = list(z.object({ id: number.pipe(z.number()), priority: number }));

/** @returns the priority of each indexer by its number: 1 is asked first, 50 last. */
export function readPriorities(answer: HttpAnswer, integration: string): ReadonlyMap<number, number> {
  const all = readJson(answer, priorities, integration, "a list of indexers");
  return new Map(all.flatMap(({ id, priority }) => (priority === null ? [] : [[id, priority]])));
}

const category = z.object({ id: number, subCategories: listOrNone(z.object({ id: number })) });
const indexer = z.object({
  id: number.pipe(z.number()),
  name: text.transform((name) => name ?? "an indexer without a name"),
  enable: z.boolean().catch(true),
  protocol: text,
  capabilities: z.object({ categories: listOrNone(category) }).catch({ categories: [] }),
});

/**
 * @param wanted what the settings say; an empty list means all.
 * @throws UpstreamRejectedError when there is none to ask, with what to change.
 */
export function readProwlarrIndexers(
  answer: HttpAnswer,
  wanted: { readonly categories: readonly number[]; readonly ids: readonly number[] },
  integration: string,
): ProwlarrIndexer[] {
  const all = readJson(answer, list(indexer), integration, "a list of indexers");
  const torrents = all.filter(({ enable, protocol }) => enable && /^(torrent|2)$/i.test(protocol ?? "torrent"));
  const chosen = torrents.filter(({ id }) => wanted.ids.length === 0 || wanted.ids.includes(id));
  const usable = chosen.filter((each) => hasCategory(each, wanted.categories));
  if (usable.length > 0) return usable;

  const known = torrents.map(({ id, name }) => `${id} (${name})`).join(", ");
  const message =
    torrents.length === 0
      ? "Prowlarr has no enabled torrent indexer. Add one there."
      : chosen.length === 0
        ? `Prowlarr has no enabled torrent indexer with the number ${wanted.ids.join(", ")}. It has ${known}.`
        : `None of Prowlarr's torrent indexers has the categories ${wanted.categories.join(", ")}. Add an indexer there, or change the categories under Settings.`;
  throw new UpstreamRejectedError(message, { integration });
}

/** A main category (3000) stands for those below it too. An indexer that lists none may have any. */
function hasCategory({ capabilities }: z.infer<typeof indexer>, wanted: readonly number[]): boolean {
  const ids = capabilities.categories.flatMap(({ id, subCategories }) => [id, ...subCategories.map((sub) => sub.id)]);
  if (wanted.length === 0 || ids.length === 0) return true;
  const holds = (id: number) => wanted.includes(id) || wanted.includes(Math.floor(id / 1000) * 1000);
  return ids.some((id) => id !== null && holds(id));
}
