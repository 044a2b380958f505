/** The quick part of `npm run fault`: one moment of the kill matrix with one real download client. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileProgram, type CompiledProgram } from "../compiled-program.ts";
import { isInstalled } from "../real-clients.ts";

const moment = "between the add and the commit";
// Transmission first: its label is a call of its own after the add.
const programs = { transmission: "transmission-daemon", qbittorrent: "qbittorrent-nox" } as const;
const client = (["transmission", "qbittorrent"] as const).find((name) => isInstalled(programs[name]));
let program: CompiledProgram;

beforeAll(async () => void (program = await compileProgram()));
afterAll(() => program.remove());

const fault = (words: readonly string[], path?: string) =>
  program.run("server/testing/faults/fault.js", words, 110_000, path);

describe.concurrent("A server that is killed", () => {
  it("is not started when there is no such scenario", async () => {
    await expect(fault(["flood"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is no “flood”. There are: kill, "),
    });
  });
  it.skipIf(!client)(
    client
      ? `completes the request, with all that ${client}'s owner has as it was`
      : "completes the request (neither transmission-daemon nor qbittorrent-nox is installed here)",
    { timeout: 120_000 },
    async () => {
      const { stdout } = await fault(["kill", "1", client!, moment]);
      expect(stdout).toMatch(new RegExp(`kill -9 ${moment}, 1 of 1: well`));
      expect(stdout).toMatch(/as it was \(\d{3} values\)/);
    },
  );

  it("is not started when the words after `npm run fault --` make no sense", async () => {
    await expect(fault(["kill", "5", "deluge"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("It knows no “deluge”. Clients: embedded, qbittorrent, transmission."),
    });
  });

  it("asks for the download client where it is not installed", async () => {
    await expect(fault(["kill", "qbittorrent"], "/nonexistent")).rejects.toMatchObject({
      code: 2,
      stderr: "qbittorrent-nox is not installed here. On Debian: apt-get install qbittorrent-nox\n",
    });
  });
});
