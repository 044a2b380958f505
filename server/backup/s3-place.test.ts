import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startS3Fake, type S3Fake } from "../testing/fakes/s3.ts";
import { startTestApp, type TestApp } from "../testing/test-app.ts";
import { backupName } from "./backup-folder.ts";
import { openS3Place, type S3Settings } from "./s3-place.ts";

let s3: S3Fake;
let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  s3 = await startS3Fake();
  folder = await mkdtemp(join(tmpdir(), "readmeabook-s3-"));
});
afterEach(async () => {
  await s3.close();
  await rm(folder, { recursive: true });
});

const open = (more: Partial<S3Settings> = {}, partBytes?: number) =>
  openS3Place(
    {
      url: s3.url,
      region: "eu-test-1",
      bucket: s3.bucket,
      prefix: "of us/",
      accessKey: s3.accessKey,
      secretKey: () => s3.secretKey,
      ...more,
    },
    partBytes,
  );

/** A file as long as three parts and a half, and its note. */
async function writeOne(daysAgo = 0): Promise<{ name: string; path: string; bytes: Buffer }> {
  const madeAt = new Date(Date.now() - daysAgo * 86_400_000);
  const name = backupName(madeAt, "1.0.0");
  const path = join(folder, name);
  const bytes = Buffer.from("1234567".repeat(10));
  await writeFile(path, bytes);
  const at = madeAt.toISOString();
  const note = { cause: "schedule", madeAt: at, program: "1.0.0", rows: 7, checkedAt: at, reason: null };
  await writeFile(`${path}.json`, JSON.stringify(note));
  return { name, path, bytes };
}

describe("S3 storage", () => {
  it("takes a backup in parts, lists it with what is known of it, and gives it up again", async () => {
    const place = open({}, 20);
    const { name, path, bytes } = await writeOne();
    await place.copy(path, name);
    expect([...s3.objects.keys()].toSorted()).toEqual([`of us/${name}`, `of us/${name}.json`]);
    expect(s3.objects.get(`of us/${name}`)).toEqual(bytes);
    expect(s3.requests.filter(({ search }) => search.includes("partNumber"))).toHaveLength(4);
    const other = await writeOne(1);
    await place.copy(other.path, other.name);
    s3.objects.set("of us/something else.txt", Buffer.from("of somebody else"));
    s3.objects.set(backupName(new Date(), "elsewhere"), Buffer.from("not below the prefix"));
    const listed = await place.list();
    expect(listed.map(({ name }) => name).toSorted()).toEqual([other.name, name].toSorted());
    for (const backup of listed) expect(backup).toMatchObject({ state: "good", note: { cause: "schedule", rows: 7 } });
    for (const backup of listed) await place.remove(backup);
    expect([...s3.objects.keys()]).toEqual(["of us/something else.txt", expect.stringContaining("elsewhere")]);
  });

  it("is asked again when it has a problem of its own, and left without loose parts when it goes on having it", async () => {
    const place = open({}, 20);
    const { name, path, bytes } = await writeOne();
    s3.fault("server_error", { only: ({ search }) => search.includes("partNumber=2") });
    await place.copy(path, name);
    expect(s3.objects.get(`of us/${name}`)).toEqual(bytes);

    s3.objects.clear();
    s3.fault({ status: 400 }, { only: ({ search }) => search.includes("partNumber=3") });
    await expect(place.copy(path, name)).rejects.toThrow("The S3 storage refused the request (400).");
    expect([...s3.objects.keys()]).toEqual([`of us/${name}.json`]);
    expect(s3.uploads.size).toBe(0);
  });

  it("is told from one that does not take the key, or is none, with a sentence and without the key", async () => {
    const { name, path } = await writeOne();
    await expect(open({ secretKey: () => "canary" }).copy(path, name)).rejects.toThrow(/^The S3 storage refused .*403/);
    s3.fault("html", { only: ({ search }) => search.includes("uploads") });
    await expect(open().copy(path, name)).rejects.toThrow("did not answer as S3 does");
  });
});

describe("a backup of the program", () => {
  const configure = (settings: Record<string, string>) =>
    app.admin.send(`mutation ($input: [ConfigurationInput!]!) { setConfiguration(input: $input) { key value } }`, {
      input: Object.entries(settings).map(([key, value]) => ({ key: `backup_s3.${key}`, value })),
    });

  it("goes to the storage that is set, is thinned out there, and says so when it did not get there", async () => {
    const { accessKey: access_key, secretKey: secret_key, bucket, url } = s3;
    const set = await configure({ url, bucket, access_key, secret_key, region: "eu-test-1", prefix: "ours/" });
    expect(JSON.stringify(set)).not.toContain(s3.secretKey);
    for (let days = 1; days <= 20; days += 1) {
      const { name, path } = await writeOne(days);
      s3.objects.set(`ours/${name}`, await readFile(path));
      s3.objects.set(`ours/${name}.json`, await readFile(`${path}.json`));
    }
    const { backups } = app.makeContext();
    const { name, path } = await backups.make("hand");
    expect(s3.objects.get(`ours/${name}`)).toEqual(await readFile(path));
    // Of today and thirteen days, and whatever the weekday of the one week that has no other.
    const kept = [...s3.objects.keys()].filter((key) => key.endsWith(".rmab"));
    expect(kept).toHaveLength(15);

    s3.fault({ status: 403 }, { times: 10 });
    await expect(backups.make("hand")).rejects.toThrow(
      /is good, but could not be copied to the bucket books-of-ours at 127\.0\.0\.1:\d+: The S3 storage refused the API key/,
    );
    expect((await backups.make("before_migration")).state).toBe("good");
  });

  it("keeps the secret for the address that it was given for", async () => {
    const { errors } = await configure({ url: "https://elsewhere.example" });
    expect(errors?.[0]?.message).toContain("S3 secret key: Enter it again, because the address");
  });
});
