import { inPlace } from "./scenario.ts";

/** A hundred books at once, and every frame that a subscriber gets. */
export const eventOrder = inPlace(
  {
    what: "a hundred books are asked for at once, and every live update is recorded",
    times: 1,
    books: 100,
    fileBytes: 4_000,
  },
  async (place) => {
    const { person } = await place.start();
    const watchers = [person.watch(), person.watch()];
    const begun = performance.now();
    await place.askForAll(person, 0);
    await place.untilCompleted(person, 200_000);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const [watcher, beside] = watchers as [(typeof watchers)[0], (typeof watchers)[0]];
    await beside.close();
    return {
      watcher,
      problems: beside.problems,
      saw: `${place.books.length} books in ${seconds} s, ${watcher.frames} updates in order`,
    };
  },
);
