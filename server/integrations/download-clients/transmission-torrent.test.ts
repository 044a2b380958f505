import { describe, expect, it } from "vitest";
import { pathMappingsSetting } from "../path-mappings.ts";
import { readDownload, transmissionTorrent } from "./transmission-torrent.ts";

const mappings = pathMappingsSetting.parse("/downloads => /mnt/media");

function read(changes: Record<string, unknown>) {
  const entry = {
    hash_string: "0123456789abcdef0123456789abcdef01234567",
    name: "A Book",
    status: 6,
    error: 0,
    error_string: "",
    percent_done: 1,
    left_until_done: 0,
    size_when_done: 1_000,
    metadata_percent_complete: 1,
    rate_download: 0,
    eta: -1,
    download_dir: "/downloads/",
    peers_sending_to_us: 0,
    tracker_stats: [{ seeder_count: 5 }],
    ...changes,
  };
  return readDownload(transmissionTorrent.parse(entry), mappings);
}

const half = { percent_done: 0.5, left_until_done: 500 };

describe("What Transmission says of a torrent", () => {
  it.each([
    [0, "stopped", "completed"],
    [1, "queued to verify", "queued"],
    [2, "verifying", "queued"],
    [5, "queued to seed", "completed"],
    [6, "seeding", "completed"],
  ])("with every byte and status %i (%s) is %s", (status, _, expected) => {
    expect(read({ status })).toMatchObject({ status: expected, contentPath: "/mnt/media/A Book", error: null });
  });

  it.each([
    [0, "stopped", "queued"],
    [1, "queued to verify", "queued"],
    [2, "verifying", "queued"],
    [3, "queued to download", "queued"],
    [4, "downloading", "downloading"],
    [6, "seeding", "queued"],
  ])("with half of the bytes and status %i (%s) is %s", (status, _, expected) => {
    expect(read({ ...half, status })).toMatchObject({ status: expected, progress: 0.5 });
  });

  it("is queued, without size and path, until a magnet link's metadata has come", () => {
    const magnet = { status: 4, percent_done: 0, size_when_done: 0, metadata_percent_complete: 0.4 };
    expect(read(magnet)).toMatchObject({ status: "queued", sizeBytes: null, contentPath: null });
    expect(read({ ...magnet, status: 0 }).status).toBe("queued");
    expect(read({ status: 6, size_when_done: 0 }).status).toBe("queued");
  });

  it("has failed on a local error, which looks complete", () => {
    const gone = { status: 0, error: 3, error_string: "No data found! Ensure your drives are connected" };
    expect(read(gone)).toMatchObject({
      status: "failed",
      error: "Transmission reports: No data found! Ensure your drives are connected.",
    });
    expect(read({ ...gone, error_string: "Disk full." }).error).toBe("Transmission reports: Disk full.");
  });

  it.each([1, 2])("has not failed when only its tracker complains (%i)", (error) => {
    expect(read({ ...half, status: 4, error, error_string: "Unregistered torrent" })).toMatchObject({
      status: "downloading",
      error: null,
    });
    expect(read({ error, error_string: "Tracker down" }).status).toBe("completed");
  });

  it.each([
    [87, 87],
    [0, 0],
    [-1, null],
    [-2, null],
    [8_640_000, null],
    [4_000_000_000, null],
  ])("with an eta of %d has %s seconds left", (eta, seconds) => {
    expect(read({ ...half, status: 4, eta }).secondsLeft).toBe(seconds);
  });

  it("counts those who send and those whom the trackers know, and says nothing where neither tells", () => {
    expect(read({}).seeders).toBe(5);
    expect(read({ peers_sending_to_us: 7 }).seeders).toBe(7);
    expect(read({ tracker_stats: [{ seeder_count: 0 }, { seeder_count: -1 }] }).seeders).toBe(0);
    expect(read({ tracker_stats: [{ seeder_count: -1 }] }).seeders).toBeNull();
    expect(read({ tracker_stats: [] }).seeders).toBeNull();
    expect(read({ tracker_stats: [], peers_sending_to_us: 1 }).seeders).toBe(1);
  });
});
