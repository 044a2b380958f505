import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../eventually.ts";
import { startFakeQbittorrent } from "./fake-qbittorrent-owner.ts";
import { moods } from "./moody-gateway.ts";
import { inPlace } from "./scenario.ts";

const moodMs = 5_000;

/** Indexer and download client fail in every way that vendors do, while people ask, download and import. */
export const vendorsDown = inPlace(
  {
    what: `the indexer and the download client are ${moods.join(", ")}, ${moodMs / 1000} s each, under load`,
    times: 1,
    books: 12,
    startClient: startFakeQbittorrent,
    gateways: ["indexer.url", "download_client.url"],
  },
  async (place) => {
    const { person } = await place.start();
    const watcher = person.watch();
    const asked = place.askForAll(person, moods.length * moodMs * 1.2);
    await pause(moodMs);
    for (const mood of moods) {
      for (const gateway of place.gateways) gateway.mood = mood;
      await pause(moodMs);
    }
    for (const gateway of place.gateways) gateway.mood = null;
    await asked;
    const blocked = new Set<string>();
    await eventually(async () => {
      const { requests } = await person.ask(`{ requests(first: 100) { nodes { id status blocker { message } } } }`);
      const waiting = requests.nodes.filter(({ status }: { status: string }) => status !== "COMPLETED");
      // Whoever waits for the next search of their own accord has time; a person has not.
      for (const { id, blocker } of waiting)
        if (blocker) {
          blocked.add(id);
          await person.ask(`mutation ($id: ID!) { retryRequest(input: { id: $id }) { id } }`, { id });
        }
      if (waiting.length > 0) await pause(2_000);
      if (waiting.length > 0) throw new Error(`Long after that they wait: ${JSON.stringify(waiting)}`);
    }, 120_000);
    const [refusedSearches, refusedCalls] = place.gateways.map(({ refusals }) => refusals);
    return {
      problems: refusedSearches && refusedCalls ? [] : ["Nobody was refused."],
      watcher,
      saw: `${place.books.length} books; ${refusedSearches} searches and ${refusedCalls} calls went wrong, ${blocked.size} requests said why they wait`,
    };
  },
);
