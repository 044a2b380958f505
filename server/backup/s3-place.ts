/**
 * A bucket of storage that speaks as Amazon's S3 does, as the second place of backups. A file goes there in parts, each of
 * them with its digests, and appears under its name when the last one is there.
 */
import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import { UpstreamRejectedError, UpstreamUnavailableError } from "../errors.ts";
import { createHttpClient, type HttpAnswer, type HttpRequest } from "../integrations/http-client.ts";
import { version } from "../system/version.ts";
import { describeBackup, parseNote, type StoredBackup } from "./backup-folder.ts";

/** What an admin has said of it. */
export interface S3Settings {
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  /** Before every name, such as `readmeabook/`; may be empty. */
  readonly prefix: string;
  readonly accessKey: string;
  /** Opens the secret, which is needed only when something is sent. */
  readonly secretKey: () => string;
}

/** The bucket. */
export interface S3Place {
  /** For people. */
  readonly where: string;
  /** @throws UpstreamUnavailableError | UpstreamRejectedError */
  copy(path: string, name: string): Promise<void>;
  list(): Promise<StoredBackup[]>;
  remove(backup: StoredBackup): Promise<void>;
}

/** What is held in memory at once. A slow line sends it within the time. */
const usualPartBytes = 16 * 1024 * 1024;
const timeoutMs = 300_000;
const tries = 4;

/** @param partBytes S3 takes no less than 5 MiB, but of the last one. */
export function openS3Place(settings: S3Settings, partBytes = usualPartBytes): S3Place {
  const { url, region, bucket, prefix, accessKey, secretKey } = settings;
  const http = createHttpClient({ userAgent: `ReadMeABook/${version}` });
  const base = `${url.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}`;

  async function ask(
    method: NonNullable<HttpRequest["method"]>,
    key: string,
    { query = {}, body, ...rest }: { query?: Record<string, string>; body?: Buffer } & Partial<HttpRequest> = {},
  ): Promise<HttpAnswer> {
    const target = new URL(key === "" ? base : `${base}/${key.split("/").map(encodeURIComponent).join("/")}`);
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
    const headers = {
      "x-amz-content-sha256": createHash("sha256")
        .update(body ?? "")
        .digest("hex"),
      ...(body ? { "content-md5": createHash("md5").update(body).digest("base64") } : {}),
    };
    for (let attempt = 1; ; attempt += 1) {
      const signed = await new AwsV4Signer({
        method,
        url: target.href,
        headers,
        accessKeyId: accessKey,
        secretAccessKey: secretKey(),
        region,
        service: "s3",
      }).sign();
      try {
        return await http.request(target.href, {
          method,
          headers: Object.fromEntries(signed.headers),
          ...(body ? { body } : {}),
          integration: "S3 storage",
          timeoutMs,
          ...rest,
        });
      } catch (error) {
        if (!(error instanceof UpstreamUnavailableError) || attempt === tries) throw error;
        await pause(250 * 4 ** (attempt - 1));
      }
    }
  }

  async function sendParts(path: string, key: string): Promise<void> {
    const begun = await ask("POST", key, { query: { uploads: "" } });
    const uploadId = textOf(begun.text(), "UploadId");
    if (!uploadId) throw new UpstreamRejectedError(nonsense, { integration: "S3 storage" });
    const file = await open(path, "r");
    try {
      const parts: string[] = [];
      for (let partNumber = 1, from = 0; ; partNumber += 1) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(partBytes), 0, partBytes, from);
        if (bytesRead === 0 && partNumber > 1) break;
        from += bytesRead;
        const query = { partNumber: String(partNumber), uploadId };
        const { headers } = await ask("PUT", key, { query, body: buffer.subarray(0, bytesRead) });
        parts.push(`<Part><PartNumber>${partNumber}</PartNumber><ETag>${headers.get("etag") ?? ""}</ETag></Part>`);
      }
      const body = Buffer.from(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
      const done = await ask("POST", key, { query: { uploadId }, body });
      // It may say so after it has begun to answer that all is well.
      if (done.text().includes("<Error>")) throw new UpstreamRejectedError(nonsense, { integration: "S3 storage" });
    } catch (error) {
      // Parts that belong to nothing are paid for all the same.
      await ask("DELETE", key, { query: { uploadId } }).catch(() => {});
      throw error;
    } finally {
      await file.close();
    }
  }

  async function names(): Promise<string[]> {
    const found: string[] = [];
    for (let token: string | null = ""; token !== null;) {
      const query = { "list-type": "2", prefix, ...(token ? { "continuation-token": token } : {}) };
      const text = (await ask("GET", "", { query })).text();
      found.push(...[...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key!.slice(prefix.length)));
      token = textOf(text, "NextContinuationToken");
    }
    return found;
  }

  return {
    where: `the bucket ${bucket} at ${new URL(url).host}`,
    async copy(path, name) {
      // First, so that no backup lies there of which nothing is known.
      await ask("PUT", `${prefix}${name}.json`, { body: await readFile(`${path}.json`) });
      await sendParts(path, `${prefix}${name}`);
    },
    async list() {
      const there: StoredBackup[] = [];
      for (const name of await names()) {
        const note = name.endsWith(".rmab") ? await ask("GET", `${prefix}${name}.json`, { expectStatus: [404] }) : null;
        const backup = note && describeBackup(name, `${prefix}${name}`, 0, parseNote(note.text()));
        if (backup) there.push(backup);
      }
      return there;
    },
    async remove({ path }) {
      await ask("DELETE", path);
      await ask("DELETE", `${path}.json`);
    },
  };
}

const nonsense =
  "The S3 storage did not answer as S3 does. Check its address and the name of the bucket under Settings.";

function textOf(xml: string, tag: string): string | null {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
  return text === undefined
    ? null
    : text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
