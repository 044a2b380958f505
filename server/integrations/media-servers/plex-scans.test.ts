import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UpstreamRejectedError } from "../../errors.ts";
import { startPlexFake, type PlexFake } from "../../testing/fakes/plex.ts";
import { foldersToScan } from "./gather-scans.ts";
import { failureOf, openPlex, root, useRoot } from "./plex-test-place.ts";

useRoot();

const { signal } = new AbortController();

describe("scans of Plex", () => {
  let fake: PlexFake;
  beforeEach(async () => void (fake = await startPlexFake(root)));
  afterEach(() => fake.close());
  const scanned = () =>
    fake.requests
      .filter(({ pathname }) => pathname.endsWith("/refresh"))
      .map(({ searchParams }) => searchParams.get("path")?.replace(root, ""));
  const ask = async (...folders: string[]) => {
    const server = await openPlex(fake);
    return Promise.allSettled(folders.map((folder) => server.requestScan(root + folder, signal)));
  };

  it.each<[string, string[], string[]]>([
    ["the same folder once", ["/Ana & Bo/Winter", "/Ana & Bo/Winter/", "/Ana & Bo/Winter"], ["/Ana & Bo/Winter"]],
    ["a folder within another with that", ["/Ana/Winter", "/Ana", "/Anabel"], ["/Ana", "/Anabel"]],
    ["five folders one by one", ["/1", "/2", "/3", "/4", "/5"], ["/1", "/2", "/3", "/4", "/5"]],
    ["six books of an author in one", ["/Ana/1", "/Ana/2", "/Ana/3", "/Ana/4", "/Ana/5", "/Ana/6"], ["/Ana"]],
    ["six authors in one", ["/1/1", "/2/2", "/3/3", "/4/4", "/5/5", "/6/6"], [""]],
  ])("that are asked for at a time: %s", async (_, folders, expected) => {
    expect((await ask(...folders)).map(({ status }) => status)).toEqual(folders.map(() => "fulfilled"));
    expect(scanned().toSorted()).toEqual(expected);
  });

  it("are asked for again later", async () => {
    const server = await openPlex(fake);
    await server.requestScan(`${root}/Ana`, signal);
    await server.requestScan(`${root}/Ana`, signal);
    expect(scanned()).toEqual(["/Ana", "/Ana"]);
  });

  it("fail for all who asked, and are tried anew by the next", async () => {
    fake.fault("server_error");
    expect((await ask("/Ana", "/Bo")).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect((await ask("/Ana")).map(({ status }) => status)).toEqual(["fulfilled"]);
  });

  it("of which one is refused do the others no harm", async () => {
    const [inside, outside] = await ask("/Ana", "2/Ana");
    expect(inside?.status).toBe("fulfilled");
    expect(outside).toMatchObject({ status: "rejected", reason: expect.any(UpstreamRejectedError) });
    expect(scanned()).toEqual(["/Ana"]);
  });

  it("go on for the others when one of them is told to stop", async () => {
    const server = await openPlex(fake);
    const stop = new AbortController();
    const stopped = server.requestScan(`${root}/Ana`, stop.signal);
    const other = server.requestScan(`${root}/Bo`, signal);
    stop.abort(new Error("Stop."));
    await expect(stopped).rejects.toThrow("Stop.");
    await other;
    expect(scanned()).toEqual(["/Bo"]);
    await expect(server.requestScan(`${root}/Ana`, stop.signal)).rejects.toThrow("Stop.");
  });

  it.each([`${root}2/Ana`, "/data", "/elsewhere"])("of %s, outside of the library, are refused", async (path) => {
    const error = await failureOf((await openPlex(fake)).requestScan(path, signal));
    expect(error).toBeInstanceOf(UpstreamRejectedError);
    expect(error.message).toContain(`its library Audiobooks in ${root}, and ${path} is not in there`);
    expect(scanned()).toEqual([]);
  });

  it("need the owner's token", async () => {
    const server = await openPlex({ url: fake.url, token: fake.sharedToken });
    await expect(server.requestScan(`${root}/Ana`, signal)).rejects.toThrow("the token of the server's owner");
  });
});

describe("foldersToScan", () => {
  it("counts each of the library's places on its own, and never leaves one", () => {
    const [one, other] = ["/a", "/b"].map((root) => Array.from({ length: 6 }, (_, n) => `${root}/x/${n}`));
    expect(foldersToScan([...one!, ...other!.slice(0, 2)], ["/a", "/b"])).toEqual(["/a/x", "/b/x/0", "/b/x/1"]);
    expect(foldersToScan([...one!, "/a/y"], ["/a", "/a/y"])).toEqual(["/a"]);
    expect(foldersToScan([], ["/a"])).toEqual([]);
  });
});
