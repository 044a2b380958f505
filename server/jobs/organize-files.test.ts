import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rename, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { inTransaction } from "../context.ts";
import { fakeMp3 } from "../testing/fakes/audio.ts";
import { eventually } from "../testing/eventually.ts";
import { oneMp3, release, startWorld, type TestWorld } from "../testing/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const retry = (id: string) => world.admin.ask(`mutation { retryRequest(input: { id: "${id}" }) { id } }`);

/** Asks for a book that has two releases. @returns the request and the hash of what is being fetched. */
async function downloading(title: string, author: string): Promise<{ id: string; hash: string }> {
  world.indexer.releases = [
    release(`${author} - ${title} [M4B]`, { seeders: 90 }),
    release(`${author} - ${title} [MP3]`, { seeders: 2 }),
  ];
  const id = await world.request(title, author);
  return { id, hash: await underWay(id) };
}

async function underWay(id: string, other?: string): Promise<string> {
  const { releases } = await world.sees(id, (request) => {
    expect(request.step).toBe("monitor_download");
    if (other)
      expect(request.releases).toContainEqual(
        expect.objectContaining({ torrentHash: other, downloadStatus: "FAILED" }),
      );
  });
  return releases.find((each: any) => each.downloadStatus === "DOWNLOADING").torrentHash;
}

/** The same, complete, with its files not to be seen from here. */
async function waitingForFiles(title: string, author: string): Promise<{ id: string; hash: string }> {
  const started = await downloading(title, author);
  await world.downloads.tell(started.hash, { status: "completed", progress: 1, contentPath: "/nowhere/at/all" });
  await world.sees(started.id, (request) => expect(request.blocker?.kind).toBe("PATH_NOT_VISIBLE"));
  return started;
}

describe("organize_files", () => {
  it("links the files into the folder that the template names, and leaves the torrent's own untouched", async () => {
    await world.configure({ "paths.template": "{title} by {author}" });
    onTestFinished(() => world.configure({ "paths.template": null }));
    const { id, hash } = await downloading("Emma", "Jane Austen");
    await world.downloads.tell(hash, { content: oneMp3 });
    const { audiobook, events } = await world.reaches(id, "COMPLETED");
    expect(audiobook.filePath).toBe(join(world.libraryDir, "Emma by Jane Austen"));
    const list = await world.downloads.list(AbortSignal.timeout(1000));
    const contentPath = list.find((each) => each.id === hash)!.contentPath!;
    const source = await stat(join(contentPath, "book.mp3"));
    const [name] = await readdir(audiobook.filePath);
    expect((await stat(join(audiobook.filePath, name!))).ino).toBe(source.ino);
    expect(await readFile(join(contentPath, "book.mp3"))).toEqual(Buffer.from(oneMp3["book.mp3"]));
    expect(JSON.stringify(events)).toContain("without using disk space twice");
  });

  it("names the folder by the series and the place in it when the catalog has told them", async () => {
    await world.configure({ "paths.template": "{author}/<{series}/><{seriesPosition} - >{title}" });
    onTestFinished(() => world.configure({ "paths.template": null }));
    const { id, hash } = await downloading("Barchester Towers", "Anthony Trollope");
    await world.sql(
      "update audiobooks set series_title = 'Barsetshire', series_position = '2' where title = 'Barchester Towers'",
    );
    await world.downloads.tell(hash, { content: oneMp3 });
    const { audiobook } = await world.reaches(id, "COMPLETED");
    expect(audiobook.filePath).toBe(join(world.libraryDir, "Anthony Trollope/Barsetshire/2 - Barchester Towers"));
  });

  it("refuses what runs far too short, and takes it all the same when a person insists on it", async () => {
    const { id, hash } = await downloading("Shirley", "Charlotte Brontë");
    await world.sql("update audiobooks set duration_minutes = 600 where title = 'Shirley'");
    await world.downloads.tell(hash, { content: oneMp3 });
    await underWay(id, hash);
    const short = (await world.look(id)).releases.find((each: any) => each.torrentHash === hash);
    expect(short).toMatchObject({ verdict: "BLOCKED", downloadError: expect.stringContaining("the book runs 10 h") });
    await eventually(() => expect(world.downloads.removed).toContain(hash));
    await world.admin.ask(`mutation { selectRelease(input: { requestId: "${id}", releaseId: "${short.id}" }) { id } }`);
    await world.sees(id, ({ releases }) =>
      expect(releases).toContainEqual(expect.objectContaining({ id: short.id, downloadStatus: "DOWNLOADING" })),
    );
    await world.downloads.tell(hash, { content: oneMp3 });
    await world.reaches(id, "COMPLETED");
  });

  for (const [what, content] of [
    ["a program", { "book.exe": new Uint8Array(10) }],
    ["an archive", { "book.rar": new Uint8Array(10) }],
  ] as const)
    it(`refuses ${what}, blocks it, and takes the next release`, async () => {
      const { id, hash } = await downloading(`Dracula ${what}`, "Bram Stoker");
      await world.downloads.tell(hash, { content });
      const next = await underWay(id, hash);
      expect(next).not.toBe(hash);
      await eventually(() => expect(world.downloads.removed).toContain(hash));
      await world.downloads.tell(next, { content: oneMp3 });
      const request = await world.reaches(id, "COMPLETED");
      const refused = request.releases.find((each: any) => each.torrentHash === hash);
      expect(refused).toMatchObject({ verdict: "BLOCKED", downloadStatus: "FAILED" });
      expect(refused.downloadError).toMatch(/\.$/);
    });

  it("waits while the library's folder is not there, and goes on when it is back", async () => {
    const { id, hash } = await downloading("Walden", "Henry David Thoreau");
    await rename(world.libraryDir, `${world.libraryDir}-away`);
    await world.downloads.tell(hash, { content: oneMp3 });
    const { blocker } = await world.sees(id, (request) => expect(request.blocker?.kind).toBe("PATH_NOT_VISIBLE"));
    expect(blocker.message).toContain(world.libraryDir);
    await rename(`${world.libraryDir}-away`, world.libraryDir);
    await retry(id);
    expect(await world.reaches(id, "COMPLETED")).toMatchObject({
      blocker: null,
      downloads: [{ downloadStatus: "COMPLETED" }],
    });
  });

  it("waits while what was downloaded cannot be seen, and blocks nothing", async () => {
    const { id, hash } = await waitingForFiles("The Republic", "Plato");
    await world.downloads.tell(hash, { content: oneMp3 });
    await retry(id);
    const { releases } = await world.reaches(id, "COMPLETED");
    expect(releases.map((each: any) => each.verdict)).not.toContain("BLOCKED");
  });

  it("waits for a client that, just started, does not show the download, and imports nothing meanwhile", async () => {
    const { id, hash } = await waitingForFiles("Northanger Abbey", "Jane Austen");
    world.downloads.hides = true;
    onTestFinished(() => void (world.downloads.hides = false));
    await world.downloads.tell(hash, { content: oneMp3 });
    await retry(id);
    const { blocker } = await world.sees(id, (request) => expect(request.blocker?.kind).toBe("CLIENT_UNREACHABLE"));
    expect(blocker.message).toContain("does not show it at the moment");
    world.downloads.hides = false;
    await retry(id);
    const { releases } = await world.reaches(id, "COMPLETED");
    expect(releases.map((each: any) => each.verdict)).not.toContain("BLOCKED");
  });

  it.each([
    ["stays away from the client", { away: true }, "no longer in the download client"],
    ["has lost its files", { status: "failed", error: "Its files are gone." }, "Its files are gone."],
  ] as const)("takes the next release when the download %s", async (what, { away, ...state }: any, reason) => {
    const { id, hash } = await waitingForFiles(`Jane Eyre ${what}`, "Charlotte Brontë");
    if (away) await world.downloads.remove(hash, { deleteFiles: true }, AbortSignal.timeout(1000));
    else await world.downloads.tell(hash, state);
    await world.sql(
      "update download_history set missing_since = now() - interval '61 seconds' where torrent_hash = $1",
      [hash],
    );
    await retry(id);
    await underWay(id, hash);
    const { releases } = await world.look(id);
    expect(releases.find((each: any) => each.torrentHash === hash)).toMatchObject({
      verdict: "BLOCKED",
      downloadError: expect.stringContaining(reason),
    });
  });

  it("imports nothing while the client still moves or checks it", async () => {
    const { id, hash } = await waitingForFiles("Villette", "Charlotte Brontë");
    await world.downloads.tell(hash, { content: oneMp3, status: "downloading" });
    await retry(id);
    const { blocker } = await world.sees(id, ({ blocker }) => expect(blocker?.message).toMatch(/moves or checks/));
    expect(blocker.kind).toBe("PATH_NOT_VISIBLE");
    await world.downloads.tell(hash, { status: "completed" });
    await retry(id);
    await world.reaches(id, "COMPLETED");
  });

  it("waits while the library's disk is full, and goes on when there is room", async ({ skip }) => {
    const disk = await mkdtemp(join(tmpdir(), "readmeabook-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      await rmdir(disk);
      skip("Only root may mount a small disk here.");
    }
    onTestFinished(async () => {
      await world.configure({ "paths.media_library": world.libraryDir });
      execFileSync("umount", [disk]);
      await rmdir(disk);
    });
    await world.configure({ "paths.media_library": disk });
    const { id, hash } = await downloading("Moby Dick", "Herman Melville");
    await world.downloads.tell(hash, { content: { "book.mp3": fakeMp3({ padding: 600_000 }) } });
    const { blocker } = await world.sees(id, (request) => expect(request.blocker?.kind).toBe("DISK_FULL"));
    expect(blocker.message).toContain("Make room there.");
    expect(await readdir(disk)).toEqual([".readmeabook-import"]);
    expect(await readdir(join(disk, ".readmeabook-import"))).toEqual([]);
    execFileSync("mount", ["-o", "remount,size=4m", disk]);
    await retry(id);
    const { audiobook } = await world.reaches(id, "COMPLETED");
    expect((await stat(join(audiobook.filePath, "Moby Dick.mp3"))).size).toBeGreaterThan(600_000);
  });

  it("finds the whole book in its place when it was killed before it could say so, and makes no second one", async () => {
    const { id, hash } = await downloading("Ulysses", "James Joyce");
    await world.downloads.tell(hash, { content: oneMp3 });
    const { audiobook } = await world.reaches(id, "COMPLETED");
    await world.sql(
      "update requests set status = 'processing', step = 'organize_files', completed_at = null where id = $1",
      [id],
    );
    await world.sql("update audiobooks set availability_status = 'processing', file_path = null where id = $1", [
      audiobook.id,
    ]);
    await inTransaction(world.makeContext(), ({ em, queue }) =>
      queue.enqueue(em, "organize_files", { requestId: id }, { requestId: id }),
    );
    const again = await world.reaches(id, "COMPLETED");
    expect(again.audiobook.filePath).toBe(audiobook.filePath);
    expect(await readdir(join(world.libraryDir, "James Joyce"))).toEqual(["Ulysses"]);
    expect(await readdir(join(world.libraryDir, ".readmeabook-import"))).toEqual([]);
  });

  it("does not build a folder that another run is still building", async () => {
    const { id, hash } = await downloading("The Castle", "Franz Kafka");
    const [{ id: candidate }] = (await world.look(id)).releases.filter((each: any) => each.torrentHash === hash);
    const lease = await world.makeContext().integrations.exclusive(`import ${candidate}`);
    await world.downloads.tell(hash, { content: oneMp3 });
    await world.sees(id, ({ jobs }) =>
      expect(jobs).toContainEqual(
        expect.objectContaining({ type: "organize_files", status: "DELAYED", errorMessage: null }),
      ),
    );
    expect(await readdir(world.libraryDir)).not.toContain("Franz Kafka");
    await lease!.release();
    await retry(id);
    await world.reaches(id, "COMPLETED");
  });

  it("waits, and blocks nothing, when the torrent lies in a client that is no longer the configured one", async () => {
    const { id, hash } = await downloading("The Iliad", "Homer");
    await world.sql(
      "update download_history set download_client = 'another', download_status = 'completed' where torrent_hash = $1",
      [hash],
    );
    await world.sql("update requests set status = 'processing', step = 'organize_files' where id = $1", [id]);
    await inTransaction(world.makeContext(), ({ em, queue }) =>
      queue.enqueue(em, "organize_files", { requestId: id }, { requestId: id }),
    );
    const request = await world.sees(id, ({ blocker }) => expect(blocker?.kind).toBe("NO_DOWNLOAD_CLIENT"));
    expect(request.blocker.message).toContain("(another)");
    expect(request.releases.map((each: any) => each.verdict)).not.toContain("BLOCKED");
  });
});
