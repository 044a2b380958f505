/** Stands for storage that speaks as Amazon's S3 does: one bucket in memory, which takes only what is signed as it came. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { AwsV4Signer } from "aws4fetch";
import { startVendorServer, type VendorAnswer, type VendorServer } from "./vendor-server.ts";

/** A running fake. */
export interface S3Fake extends VendorServer {
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Key → what was stored. */
  readonly objects: Map<string, Buffer>;
  /** Begun and neither completed nor given up: upload → parts. */
  readonly uploads: Map<string, Map<number, Buffer>>;
}

const region = "eu-test-1";
const md5 = (bytes: Uint8Array, as: "hex" | "base64") => createHash("md5").update(bytes).digest(as);
const refusal = (status: number, code: string): VendorAnswer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`,
});

/** Starts one. */
export async function startS3Fake(): Promise<S3Fake> {
  const [bucket, accessKey, secretKey] = ["books-of-ours", "AKIATEST", "canary/secret+key"];
  const objects = new Map<string, Buffer>();
  const uploads: S3Fake["uploads"] = new Map();

  async function isSigned(url: URL, { method = "", headers }: IncomingMessage): Promise<boolean> {
    const [, signed = ""] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "") ?? [];
    const names = signed.split(";").filter((name) => name !== "host");
    if (!names.includes("x-amz-content-sha256")) return false;
    const again = await new AwsV4Signer({
      method,
      url: url.href,
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      datetime: String(headers["x-amz-date"]),
      region,
      service: "s3",
    }).sign();
    return again.headers.get("authorization") === headers.authorization;
  }

  async function answer(url: URL, request: IncomingMessage, bytes: Uint8Array): Promise<VendorAnswer> {
    const body = Buffer.from(bytes);
    if (!(await isSigned(url, request))) return refusal(403, "SignatureDoesNotMatch");
    if (createHash("sha256").update(body).digest("hex") !== request.headers["x-amz-content-sha256"])
      return refusal(400, "XAmzContentSHA256Mismatch");
    if (body.length > 0 && request.headers["content-md5"] !== md5(body, "base64")) return refusal(400, "BadDigest");
    const [, ofBucket, ...rest] = url.pathname.split("/").map(decodeURIComponent);
    if (ofBucket !== bucket) return refusal(404, "NoSuchBucket");
    const key = rest.join("/");
    const { searchParams: query } = url;
    const upload = query.get("uploadId");
    const parts = upload === null ? undefined : uploads.get(upload);
    if (upload !== null && !parts) return refusal(404, "NoSuchUpload");
    switch (request.method) {
      case "GET":
        if (key === "") return list(query);
        return objects.has(key) ? { body: objects.get(key)! } : refusal(404, "NoSuchKey");
      case "PUT":
        if (parts) parts.set(Number(query.get("partNumber")), body);
        else objects.set(key, body);
        return { headers: { etag: `"${md5(body, "hex")}"` } };
      case "POST":
        if (parts) return complete(key, upload!, parts, body.toString());
        uploads.set(`upload-${uploads.size + 1}`, new Map());
        return { body: `<R><UploadId>upload-${uploads.size}</UploadId></R>` };
      default:
        if (upload === null) objects.delete(key);
        else uploads.delete(upload);
        return { status: 204 };
    }
  }

  /** Two at a time, as a real one does with a thousand. */
  function list(query: URLSearchParams): VendorAnswer {
    const all = [...objects.keys()].filter((key) => key.startsWith(query.get("prefix") ?? "")).toSorted();
    const from = Number(query.get("continuation-token") ?? 0);
    const keys = all.slice(from, from + 2).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    const next = from + 2 < all.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : "";
    return { body: `<ListBucketResult>${keys.join("")}${next}</ListBucketResult>` };
  }

  function complete(key: string, upload: string, parts: Map<number, Buffer>, said: string): VendorAnswer {
    const wanted = [...parts].map(
      ([number, part]) => `<Part><PartNumber>${number}</PartNumber><ETag>"${md5(part, "hex")}"</ETag></Part>`,
    );
    if (!said.includes(`>${wanted.join("")}<`)) return refusal(400, "InvalidPart");
    objects.set(key, Buffer.concat([...parts.values()]));
    uploads.delete(upload);
    return { body: "<CompleteMultipartUploadResult/>" };
  }

  return { ...(await startVendorServer(answer)), bucket, accessKey, secretKey, objects, uploads };
}
