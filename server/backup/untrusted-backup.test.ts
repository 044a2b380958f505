import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { ask } from "../testing/ask.ts";
import { databasesBeside, toolsOf, useBackupPlace } from "../testing/backup-place.ts";
import { writeBackup } from "./write-backup.ts";

const place = useBackupPlace();

describe("a backup that cannot be trusted", () => {
  let good: Buffer;
  let text: string;
  beforeAll(async () => {
    await place.plantPerson();
    const of = await mkdtemp(join(tmpdir(), "readmeabook-backups-"));
    await writeBackup(toolsOf(place.source), join(of, "good.rmab"));
    good = await readFile(join(of, "good.rmab"));
    await rm(of, { recursive: true });
    text = gunzipSync(good).toString();
  });
  const withManifest = (change: (manifest: any) => void) => {
    const [first, ...rest] = text.split("\n");
    const manifest = JSON.parse(first!);
    change(manifest);
    return gzipSync([JSON.stringify(manifest), ...rest].join("\n"));
  };
  const lines = () => text.trimEnd().split("\n");

  it.each<[string, () => Buffer, string]>([
    ["is empty", () => Buffer.alloc(0), "no backup of ReadMeABook"],
    ["is a picture", () => Buffer.from("\x89PNG and so on"), "no backup of ReadMeABook"],
    ["is another program's", () => gzipSync("-- PostgreSQL database dump\n"), "no backup of ReadMeABook"],
    ["is cut off in the middle", () => good.subarray(0, good.length >> 1), "cut off"],
    ["is cut off at its last byte", () => good.subarray(0, good.length - 1), "cut off"],
    ["has lost its seal", () => gzipSync(`${lines().slice(0, -1).join("\n")}\n`), "cut off"],
    [
      "has a bit that fell over",
      () => good.map((byte, at) => (at === good.length >> 1 ? byte ^ 1 : byte)) as Buffer,
      "damaged",
    ],
    ["has another name in a row", () => gzipSync(text.replace("k1:", "k1;")), "damaged"],
    [
      "has lost a row",
      () =>
        gzipSync(
          lines()
            .filter((line, at, all) => at !== all.findIndex((each) => each.startsWith("[")))
            .join("\n") + "\n",
        ),
      "damaged",
    ],
    [
      "says that it is older",
      () => withManifest((manifest) => (manifest.madeAt = "2020-01-01T00:00:00.000Z")),
      "was changed",
    ],
    ["has something behind its end", () => gzipSync(`${text}{}\n`), "damaged"],
    ["is of a newer format", () => withManifest((manifest) => (manifest.formatVersion = 2)), "newer ReadMeABook"],
    [
      "needs a key that is not here",
      () => withManifest((manifest) => manifest.keys.push("k7")),
      "needs the encryption key k7",
    ],
  ])("is refused with a sentence, and changes nothing, when it %s", async (_how, make, sentence) => {
    const path = join(place.folder, "given.rmab");
    await writeFile(path, make());
    await expect(place.restore(path)).rejects.toMatchObject({
      code: "BACKUP_REFUSED",
      message: expect.stringContaining(sentence),
    });
    expect(await ask(place.target.address, "select to_regclass('public.users') as users")).toEqual([{ users: null }]);
    expect(await databasesBeside(place.target)).toEqual([]);
  });

  it.each<[string, (encrypted: Buffer) => Buffer, string]>([
    ["has no key's name", (all) => Buffer.concat([Buffer.from("{}\n"), all]), "no backup of ReadMeABook"],
    ["is cut off in its tag", (all) => all.subarray(0, all.length - 1), "damaged or cut off"],
    ["is cut off in the middle", (all) => all.subarray(0, all.length >> 1), "damaged or cut off"],
    ["is cut off after its first line", (all) => all.subarray(0, all.indexOf("\n") + 5), "cut off"],
    [
      "has a bit that fell over",
      (all) => all.map((byte, at) => (at === all.length >> 1 ? byte ^ 1 : byte)) as Buffer,
      "damaged",
    ],
    [
      "names a key that is not here",
      (all) => Buffer.concat([Buffer.from(all.subarray(0, 80).toString().replace("k1", "k7")), all.subarray(80)]),
      "needs the encryption key k7",
    ],
  ])("that is encrypted is refused with a sentence when it %s", async (_how, change, sentence) => {
    const path = join(place.folder, "given.rmab");
    await writeBackup(toolsOf(place.source), path, undefined, true);
    await writeFile(path, change(await readFile(path)));
    await expect(place.restore(path)).rejects.toMatchObject({
      code: "BACKUP_REFUSED",
      message: expect.stringContaining(sentence),
    });
  });

  it("is refused when its seal was made with another key of that name", async () => {
    const path = join(place.folder, "given.rmab");
    await writeFile(path, good);
    const others = new Map([["k1", Buffer.alloc(32, 9)]]);
    await expect(place.restore(path, toolsOf(place.target, others))).rejects.toThrow(
      "sealed with another key that is called k1",
    );
  });

  it("is refused when a newer program has made it, though this one could unseal it", async () => {
    await place.sql.query("insert into migrations (name) values ('Migration20991231000000_later')");
    try {
      const { path, state, note } = await place.back();
      expect({ state, reason: note!.reason }).toEqual({ state: "unchecked", reason: expect.stringContaining("newer") });
      await expect(place.restore(path)).rejects.toThrow("made by a newer ReadMeABook");
    } finally {
      await place.sql.query("delete from migrations where name = 'Migration20991231000000_later'");
    }
  });
});
