import { describe, expect, it } from "vitest";
import { pathMappingsSetting } from "../path-mappings.ts";
import { qbittorrentTorrent, readDownload } from "./qbittorrent-torrent.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";
const mappings = pathMappingsSetting.parse("/downloads => /mnt/media");

function read(changes: Record<string, unknown>) {
  const entry = {
    hash: HASH,
    name: "A Book",
    state: "stalledUP",
    category: "readmeabook",
    progress: 1,
    size: 1_000,
    dlspeed: 0,
    eta: 8_640_000,
    num_seeds: 2,
    num_complete: 5,
    save_path: "/downloads/",
    content_path: "/downloads/A Book",
    ...changes,
  };
  return readDownload(qbittorrentTorrent.parse(entry), mappings);
}

describe("What qBittorrent says of a torrent", () => {
  it.each(["uploading", "stalledUP", "queuedUP", "forcedUP", "pausedUP", "stoppedUP"])(
    "is completed when it is %s and has every byte",
    (state) => {
      expect(read({ state })).toMatchObject({ status: "completed", contentPath: "/mnt/media/A Book", error: null });
      expect(read({ state, progress: 0.999 }).status).not.toBe("completed");
    },
  );

  it.each(["checkingUP", "checkingResumeData", "moving", "checkingDL", "unknown", "stoppedDL", "a new one"])(
    "is not completed while it is %s, even with every byte",
    (state) => {
      expect(["queued", "downloading"]).toContain(read({ state }).status);
    },
  );

  it.each([
    ["metaDL", "queued"],
    ["forcedMetaDL", "queued"],
    ["queuedDL", "queued"],
    ["pausedDL", "queued"],
    ["stoppedDL", "queued"],
    ["allocating", "queued"],
    ["checkingDL", "queued"],
    ["checkingResumeData", "queued"],
    ["downloading", "downloading"],
    ["stalledDL", "downloading"],
    ["forcedDL", "downloading"],
    ["moving", "downloading"],
    ["unknown", "downloading"],
  ])("calls %s %s", (state, status) => {
    expect(read({ state, progress: 0.5 })).toMatchObject({ status, progress: 0.5, error: null });
  });

  it.each(["error", "missingFiles"])("has failed, with a sentence, when it is %s", (state) => {
    expect(read({ state })).toMatchObject({ status: "failed", error: expect.stringMatching(/^qBittorrent .+\.$/) });
  });

  it("knows the time left, unless it is the number that stands for none", () => {
    const moving = { state: "downloading", progress: 0.5, dlspeed: 7 };
    expect(read({ ...moving, eta: 87 })).toMatchObject({ secondsLeft: 87, bytesPerSecond: 7 });
    expect(read({ ...moving, eta: 8_640_000 }).secondsLeft).toBeNull();
    expect(read({ ...moving, eta: -1 }).secondsLeft).toBeNull();
  });

  it("knows no size before the metadata, and no seeders where neither peers nor trackers tell", () => {
    expect(read({ state: "metaDL", progress: 0, size: -1 }).sizeBytes).toBeNull();
    expect(read({ state: "metaDL", progress: 0, size: 0 }).sizeBytes).toBeNull();
    expect(read({ num_seeds: 0, num_complete: -1 }).seeders).toBeNull();
    expect(read({ num_seeds: 0, num_complete: 0 }).seeders).toBe(0);
    expect(read({ num_seeds: 1, num_complete: -1 }).seeders).toBe(1);
  });

  it("takes the v1 info hash for its id, where the torrent has a v2 hash too", () => {
    expect(read({ hash: "f".repeat(40), infohash_v1: HASH.toUpperCase() }).id).toBe(HASH);
    expect(read({ infohash_v1: "" }).id).toBe(HASH);
  });

  it.each([
    ["A Book", "right after adding: a bare name"],
    ["", "before the metadata"],
  ])("has no content path yet for %j (%s)", (content_path) => {
    expect(read({ content_path, state: "checkingResumeData", progress: 0 }).contentPath).toBeNull();
  });

  it("has failed when its files lie loose in the folder of all", () => {
    const loose = { content_path: "/downloads", save_path: "/downloads/" };
    expect(read(loose)).toMatchObject({ status: "failed", contentPath: null, error: expect.stringMatching(/loose/) });
    expect(read({ ...loose, state: "downloading", progress: 0.5 })).toMatchObject({
      status: "downloading",
      error: null,
    });
  });

  it.each([
    ["/incomplete", "/incomplete/A Book", false],
    ["/incomplete", "/downloads/A Book", true],
    ["/downloads/incomplete", "/downloads/incomplete/A Book", false],
    ["/downloads/incomplete", "/downloads/A Book", true],
    ["/", "/downloads/A Book", true],
    ["/downloads/", "/downloads/A Book", true],
  ])("with the unfinished ones in %s, content at %s is complete: %s", (download_path, content_path, isDone) => {
    expect(read({ download_path, content_path }).status === "completed").toBe(isDone);
  });

  it("reads a Windows path with slashes", () => {
    const { contentPath } = readDownload(
      qbittorrentTorrent.parse({
        hash: HASH,
        name: "A Book",
        state: "stoppedUP",
        progress: 1,
        size: 1,
        save_path: "D:\\Downloads",
        content_path: "D:\\Downloads\\A Book",
      }),
      pathMappingsSetting.parse("D:\\Downloads => /mnt/pc"),
    );
    expect(contentPath).toBe("/mnt/pc/A Book");
  });
});
