/** The kill matrix: the server is killed at every step of a request, and the book arrives all the same, once and whole. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../sandbox/world.ts";
import { isInstalled } from "../real-clients.ts";
import { embeddedOwner, findChanges } from "./client-owner.ts";
import { killedRun, moments, type Moment } from "./killed-run.ts";
import { startOwnedQbittorrent } from "./qbittorrent-owner.ts";
import { UsageError, type Scenario } from "./scenario.ts";
import { startOwnedTransmission } from "./transmission-owner.ts";

const clients = {
  embedded: { program: null, start: async () => embeddedOwner },
  qbittorrent: { program: "qbittorrent-nox", start: startOwnedQbittorrent },
  transmission: { program: "transmission-daemon", start: startOwnedTransmission },
} as const;

/**
 * `npm run fault -- kill [times] [client] [moment]`
 *
 * - client: embedded unless told, else qbittorrent or transmission: the real program with its owner's torrents and
 *   settings in it, all of which must be the same afterwards.
 * - moment: only that one, in quotation marks.
 */
export const kill: Scenario = {
  what: `the server is killed at ${Object.keys(moments).length} moments of a request, and another takes over`,
  times: 1,
  async run(times, words, tell) {
    const take = <Word extends string>(known: readonly Word[]) => known.find((word) => words.includes(word));
    const client = take(Object.keys(clients) as (keyof typeof clients)[]) ?? "embedded";
    const moment = take(Object.keys(moments) as Moment[]);
    const unknown = words.filter((word) => word !== client && word !== moment);
    if (unknown.length > 0)
      throw new UsageError(
        `It knows no “${unknown.join("”, “")}”. Clients: ${Object.keys(clients).join(", ")}. Moments: ${Object.keys(moments).join(", ")}.`,
      );
    const { program, start } = clients[client];
    if (program && !isInstalled(program))
      throw new UsageError(`${program} is not installed here. On Debian: apt-get install ${program}`);

    const dataDir = await mkdtemp(join(tmpdir(), "readmeabook-sandbox-"));
    const sandbox = await startSandbox({ dataDir });
    try {
      const owner = await start();
      try {
        const before = await owner.lookAtOwn();
        for (const each of moment ? [moment] : (Object.keys(moments) as Moment[]))
          for (let time = 1; time <= times; time += 1)
            await tell(`kill -9 ${each}, ${time} of ${times}`, async () => {
              const { problems, hit, seconds } = await killedRun(sandbox, owner, each);
              return {
                problems: hit ? problems : ["It was not killed.", ...problems],
                saw: `completed ${seconds.toFixed(1)} s after the restart`,
              };
            });
        const count = Object.keys(before).length;
        if (count > 0)
          await tell(`what its owner had in ${client}`, async () => ({
            problems: findChanges(before, await owner.lookAtOwn()),
            saw: `all is as it was (${count} values)`,
          }));
      } finally {
        await owner.close();
      }
    } finally {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};
