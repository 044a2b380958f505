import { startGivingQbittorrent } from "./fake-qbittorrent-owner.ts";
import { refuseWords, runInPlace, type Scenario } from "./scenario.ts";

/** How long the last book may take, for each that is asked for. */
const patienceMs = 1_000;

/** `npm run fault -- event-order [books]`: so many books at once, and every frame that two subscribers get. */
export const eventOrder: Scenario = {
  what: "as many books as are told are asked for at once, and every live update is recorded",
  times: 300,
  async run(books, words, tell) {
    refuseWords(words);
    // A seed for each would be more than a machine can do beside the server.
    const wanted = { books, fileBytes: 4_000, bytesPerSecond: 0, startClient: startGivingQbittorrent };
    await tell(`${books} books are asked for at once, and every live update is recorded`, () =>
      runInPlace(wanted, async (place) => {
        const { person } = await place.start();
        const [watcher, beside] = [person.watch(), person.watch()];
        const begun = performance.now();
        await place.askForAll(person, 0);
        await place.untilCompleted(person, 100_000 + books * patienceMs);
        const seconds = ((performance.now() - begun) / 1000).toFixed(0);
        await beside.close();
        return {
          watcher,
          problems: beside.problems,
          saw: `${books} books in ${seconds} s, ${watcher.frames} and ${beside.frames} updates in order`,
        };
      }),
    );
  },
};
