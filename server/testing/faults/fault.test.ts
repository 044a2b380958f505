/** One moment of `npm run fault` with one real download client: the whole matrix takes too long for a test. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isInstalled } from "../real-clients.ts";

const root = join(import.meta.dirname, "../../..");
const run = promisify(execFile);
const moment = "between the add and the commit";
// Transmission first: its label is a call of its own after the add.
const programs = { transmission: "transmission-daemon", qbittorrent: "qbittorrent-nox" } as const;
const client = (["transmission", "qbittorrent"] as const).find((name) => isInstalled(programs[name]));
let compiled: string;

beforeAll(async () => {
  // Below the project, so that the packages are found.
  compiled = await mkdtemp(join(root, "node_modules", ".compiled-"));
  await run("tsc", ["-p", root, "--noCheck", "--outDir", compiled, "--sourceMap", "false"], {
    env: { PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}` },
  });
  await writeFile(join(compiled, "package.json"), `{ "type": "module" }`);
  await symlink(join(root, "server/sandbox/books"), join(compiled, "server/sandbox/books"));
});
afterAll(() => rm(compiled, { recursive: true, force: true }));

const fault = (words: readonly string[], path = process.env["PATH"]) =>
  run(process.execPath, [join(compiled, "server/testing/faults/fault.js"), ...words], {
    timeout: 110_000,
    env: { PATH: path },
  });

describe.concurrent("A server that is killed", () => {
  it.skipIf(!client)(
    client
      ? `completes the request, with all that ${client}'s owner has as it was`
      : "completes the request (neither transmission-daemon nor qbittorrent-nox is installed here)",
    { timeout: 120_000 },
    async () => {
      const { stdout } = await fault(["1", client!, moment]);
      expect(stdout).toMatch(new RegExp(`kill -9 ${moment}, 1 of 1: well`));
      expect(stdout).toMatch(/as it was \(\d{3} values\)/);
    },
  );

  it("is not started when the words after `npm run fault --` make no sense", async () => {
    await expect(fault(["5", "deluge"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("It knows no “deluge”. Clients: embedded, qbittorrent, transmission."),
    });
  });

  it("asks for the download client where it is not installed", async () => {
    await expect(fault(["qbittorrent"], "/nonexistent")).rejects.toMatchObject({
      code: 2,
      stderr: "qbittorrent-nox is not installed here. On Debian: apt-get install qbittorrent-nox\n",
    });
  });
});
