import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toMagnetURI } from "parse-torrent";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startQbittorrentFake } from "../../testing/fakes/qbittorrent.ts";
import { useClientTestPlace } from "./client-test-place.ts";
import { qbittorrent } from "./qbittorrent.ts";

const signal = new AbortController().signal;
const HASH = "0123456789abcdef0123456789abcdef01234567";
const magnet = (infoHash = HASH) => ({ infoHash, magnetLink: toMagnetURI({ infoHash, announce: [], urlList: [] }) });
const versions = ["4.6", "5.0", "5.2"] as const;

describe("Access to qBittorrent", () => {
  const place = useClientTestPlace(startQbittorrentFake, qbittorrent);
  const { start, open } = place;
  const calls = (method: string) =>
    place.fake.requests.filter(({ pathname }) => pathname === `/api/v2/${method}`).length;

  describe.each(versions)("%s", (version) => {
    it("is signed in to once for many calls, and again when the session has ended", async () => {
      await start({ version });
      const client = await open();
      await Promise.all([client.list(signal), client.list(signal), client.list(signal)]);
      expect(calls("auth/login")).toBe(1);
      place.fake.endSessions();
      await client.list(signal);
      place.fake.endSessions();
      await client.add(magnet(), signal);
      place.fake.endSessions();
      await client.remove(HASH, { deleteFiles: true }, signal);
      expect(calls("auth/login")).toBe(4);
      expect(place.fake.torrents.size).toBe(0);
    });

    it("says that the password is wrong, and is not asked again and again until it bans this server", async () => {
      await start({ version });
      const client = await open({ password: "wrong" });
      for (let time = 0; time < 8; time += 1) {
        await expect(client.list(signal)).rejects.toThrow(/refused the username or password/);
      }
      expect(calls("auth/login")).toBe(1);
      await expect(client.check(signal)).rejects.toThrow(/refused the username or password/);
      expect(calls("auth/login")).toBe(2);
    });

    it("says that this server is banned, and signs in again some time later: a ban ends by itself", async () => {
      await start({ version });
      const client = await open();
      for (let time = 0; time < 6; time += 1)
        await (await open({ password: "wrong" })).list(signal).catch(() => undefined);
      vi.useFakeTimers({ toFake: ["Date"] });
      onTestFinished(() => void vi.useRealTimers());
      await expect(client.list(signal)).rejects.toThrow(/banned/);
      place.fake.endSessions();
      await expect(client.list(signal)).rejects.toThrow(/banned/);
      vi.setSystemTime(Date.now() + 16 * 60_000);
      expect(await client.list(signal)).toEqual([]);
    });

    it("says that it does not take the name or port of this address", async () => {
      await start({ version, host: "qbittorrent.example" });
      await expect((await open()).check(signal)).rejects.toThrow(/does not take requests for 127\.0\.0\.1:\d+ \(401\)/);
    });

    it("needs no password where it lets anybody in", async () => {
      await start({ version, needsNoPassword: true });
      await expect((await open()).check(signal)).resolves.toBeDefined();
      await expect((await open({ username: "" })).check(signal)).resolves.toBeDefined();
      expect(calls("auth/login")).toBe(1);
    });
  });

  it("5.2 takes an API key instead of a password, and says when it is wrong", async () => {
    await start({ version: "5.2", apiKey: "qbt_right" });
    await (await open({ username: "", password: "", api_key: "qbt_right" })).list(signal);
    expect(calls("auth/login")).toBe(0);
    const wrong = await open({ api_key: "qbt_wrong" });
    const error = await wrong.check(signal).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(/refused the API key/) });
    expect(String(error)).not.toContain("qbt_wrong");
  });

  it("asks for a username where none is set and one is needed", async () => {
    await start({ version: "5.0" });
    await expect((await open({ username: "" })).list(signal)).rejects.toThrow(/asks for a username and password/);
  });

  it("is asked for below the path of a reverse proxy", async () => {
    await start({ version: "5.0" });
    const client = await open({ url: `${place.fake.url}/qbittorrent/` });
    await expect(client.list(signal)).rejects.toThrow();
    expect(place.fake.requests[0]!.pathname).toBe("/qbittorrent/api/v2/auth/login");
  });

  describe("checked", () => {
    it("tells its version and the folder that this server can read", async () => {
      await start({ version: "5.2" });
      const { version, message } = await (await open()).check(signal);
      expect(version).toBe("5.2.4");
      expect(message).toContain(place.folder);
    });

    it("says that it is too old", async () => {
      await start({ version: "4.1" });
      await expect((await open()).check(signal)).rejects.toThrow(/4\.1\.9\.1 is too old.+Web API 2\.8/);
    });

    it.each([
      ["answers with web pages", "html"],
      ["knows no such address", { status: 404 }],
      ["takes no such method", { status: 405 }],
    ] as const)("says that something else is there, which %s", async (_what, fault) => {
      await start({ version: "5.2" });
      place.fake.fault(fault, { times: 9 });
      await expect((await open()).check(signal)).rejects.toThrow(/127\.0\.0\.1:\d+ is not qBittorrent/);
      await expect((await open({ username: "" })).check(signal)).rejects.toThrow(/is not qBittorrent/);
    });

    it("says that a reverse proxy or another program wants a password first", async () => {
      await start({ version: "5.2" });
      place.fake.fault({ status: 401, headers: { "www-authenticate": "Basic" } }, { times: 9 });
      await expect((await open()).check(signal)).rejects.toThrow(/wants a password before .+name:password@host/);
      await expect((await open({ username: "" })).check(signal)).rejects.toThrow(/wants a password before/);
    });

    it("says that there is no such host, or that nothing listens there", async () => {
      await start({ version: "5.2" });
      const nowhere = await open({ url: "http://nobody.invalid:8080" });
      await expect(nowhere.check(signal)).rejects.toThrow(/there is no host named nobody\.invalid/);
      const client = await open();
      await place.fake.close();
      await expect(client.check(signal)).rejects.toThrow(/does not listen at 127\.0\.0\.1:\d+/);
      await start({ version: "5.2" });
    });

    it("says that the folder is not visible here, and finds it through the path mappings", async () => {
      await start({ version: "5.0" });
      place.fake.preferences.save_path = "/nonexistent/downloads/";
      await expect((await open()).check(signal)).rejects.toThrow(
        /saves to \/nonexistent\/downloads, and this server has no such folder/,
      );
      const mapped = await open({ path_mappings: `/nonexistent/downloads => ${place.folder}` });
      await expect(mapped.check(signal)).resolves.toBeDefined();
    });

    it("says that the folder is no place.folder, or may not be read", async () => {
      await start({ version: "5.0" });
      await writeFile(join(place.folder, "file"), "");
      await symlink("loop", join(place.folder, "loop"));
      place.fake.preferences.save_path = join(place.folder, "file");
      await expect((await open()).check(signal)).rejects.toThrow(/not a folder/);
      place.fake.preferences.save_path = join(place.folder, "loop");
      await expect((await open()).check(signal)).rejects.toThrow(/may not read it \(ELOOP\)/);
    });

    it.each([
      [{ max_ratio_enabled: true, max_ratio_act: 3 }, /removes torrents at its share limits, with their files/],
      [{ max_seeding_time_enabled: true, max_ratio_act: 1 }, /removes torrents at its share limits\./],
      [{ max_ratio_enabled: true, max_ratio_act: 0 }, null],
      [{ max_ratio_enabled: false, max_ratio_act: 3 }, null],
    ])("warns of share limits that take torrents away: %j", async (limits, warning) => {
      await start({ version: "5.0" });
      Object.assign(place.fake.preferences, limits);
      const { message } = await (await open()).check(signal);
      if (warning) expect(message).toMatch(warning);
      else expect(message).not.toContain("limits");
    });

    it.each([
      ["", "readmeabook"],
      ["books", "books"],
      ["{folder}/elsewhere", "elsewhere"],
    ])("looks at the category's folder %j where torrents are managed automatically", async (savePath, made) => {
      await start({ version: "5.0" });
      place.fake.preferences.auto_tmm_enabled = true;
      place.fake.categories.readmeabook = { name: "readmeabook", savePath: savePath.replace("{folder}", place.folder) };
      // Within the general folder it is made with the first torrent.
      expect((await (await open()).check(signal)).message).toContain(`${place.folder}.`);
      await mkdir(join(place.folder, made));
      expect((await (await open()).check(signal)).message).toContain(`${join(place.folder, made)}.`);
    });
  });
});
