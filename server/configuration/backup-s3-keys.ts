/** The settings of the S3-compatible storage that takes a copy of each good backup (backup/s3-place.ts). */
import { z } from "zod";
import type { ConfigurationKey } from "./configuration-keys.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";

const line = (pattern: RegExp, error: string) => z.string().max(500).regex(pattern, error);
const key = (label: string, schema: ConfigurationKey["schema"], description: string, more = {}): ConfigurationKey => ({
  category: ConfigurationCategory.SYSTEM,
  label,
  secret: false,
  default: null,
  schema,
  description,
  ...more,
});

export const backupS3Keys: Readonly<Record<string, ConfigurationKey>> = {
  "backup_s3.url": key(
    "S3 storage for backups",
    z
      .url({ protocol: /^https?$/, error: "Enter an http or https address." })
      .max(500)
      .regex(/^[^@?#]*$/, "Enter the address alone: the keys have fields of their own."),
    "Where each good backup is copied to as well: the address of storage that speaks as Amazon's S3 does, such as https://s3.eu-central-1.amazonaws.com. Nothing goes there before bucket and keys are set too.",
  ),
  "backup_s3.region": key(
    "S3 region",
    line(/^[\w-]{1,60}$/, "Give the name of a region, such as eu-central-1."),
    "What the storage calls the region; many take any.",
    { default: "us-east-1" },
  ),
  "backup_s3.bucket": key(
    "S3 bucket",
    line(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "Give the name of a bucket: 3 to 63 small letters, digits, dots or dashes.",
    ),
    "It has to be there.",
  ),
  "backup_s3.prefix": key(
    "S3 prefix",
    line(/^[\w./-]*$/, "Give letters, digits, dots, dashes and slashes."),
    "What the names begin with there, such as readmeabook/. Old backups are thinned out below it only.",
  ),
  "backup_s3.access_key": key("S3 access key", line(/^\S+$/, "Give a key without spaces."), "The name of the key."),
  "backup_s3.secret_key": key(
    "S3 secret key",
    line(/^\S+$/, "Give a key without spaces."),
    "It needs to be allowed to list the bucket, and to write, read and delete in it.",
    { secret: true },
  ),
};
