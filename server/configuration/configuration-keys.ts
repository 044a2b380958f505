/** Every setting there is, one entry each; those of integrations come from their adapters (integration-keys.ts). */
import { z } from "zod";
import { defaultPathTemplate, validateTemplate } from "../library/path-template.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";
import { backupS3Keys } from "./backup-s3-keys.ts";
import { retentionKeys } from "./retention-keys.ts";
import { integrationKinds, keysOfKind, type IntegrationKind } from "./integration-keys.ts";

/** One setting. */
export interface ConfigurationKey {
  readonly category: ConfigurationCategory;
  readonly label: string;
  readonly description: string;
  /** Checks the text that is given, and says in a sentence what is wrong with it. */
  readonly schema: z.ZodType<string>;
  /** It is sealed, and no answer ever holds it. */
  readonly secret: boolean;
  /** What holds while it is not set. */
  readonly default: string | null;
  /** What its adapter takes while it is not set. */
  readonly usual?: string | null;
  /** It is a whole number: from what to what, and of what. */
  readonly number?: { readonly least: number; readonly most?: number | undefined; readonly unit?: string | undefined };
  /** What it may be, when that is a list. */
  readonly options?: readonly string[];
  /** It is any of them, with commas between. */
  readonly isList?: true;
  /** The adapters that it is for, where it is not for all: the values of `<kind>.type`. */
  readonly forTypes?: readonly string[];
}

const seconds = (least: number) =>
  z
    .string()
    .regex(/^\d{1,8}$/, "Give whole seconds.")
    .refine((text) => Number(text) >= least, `Give at least ${least} seconds.`);
const yesOrNo = z.enum(["true", "false"], "Give true or false.");
const absolutePath = z
  .string()
  .max(1000)
  .regex(/^\/[^\0]*$/, "Give an absolute path, one that begins with a slash.");

const pathTemplate = z
  .string()
  .max(300)
  .superRefine((template, context) => {
    try {
      validateTemplate(template);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
  });

const address = z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).max(1000);

const logLevels = ["trace", "debug", "info", "warn", "error"] as const;

const own: Record<string, ConfigurationKey> = {
  "paths.downloads": {
    category: ConfigurationCategory.PATHS,
    label: "Downloads folder",
    secret: false,
    default: null,
    schema: absolutePath,
    description: "Where finished downloads lie, as this server sees it.",
  },
  "paths.media_library": {
    category: ConfigurationCategory.PATHS,
    label: "Media library",
    secret: false,
    default: null,
    schema: absolutePath,
    description: "Where books are to be put: a folder of the media server's library, as this server sees it.",
  },
  "paths.template": {
    category: ConfigurationCategory.PATHS,
    label: "Folder of a book",
    secret: false,
    default: defaultPathTemplate,
    schema: pathTemplate,
    description:
      "The folder of a book inside the media library: {author}, {title}, {series}, {seriesPosition}, {narrator}, {year}, {asin}; what stands in <…> is left out when a variable in it is not known.",
  },
  "automation.check_interval_seconds": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Pause between searches",
    secret: false,
    default: "3600",
    schema: seconds(10),
    number: { least: 10, most: 99_999_999, unit: "seconds" },
    description:
      "How long a request waits before it is searched for again, in seconds. It grows with every search that finds nothing, up to a day.",
  },
  "automation.stalled_after_seconds": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Give up a silent download",
    secret: false,
    default: "21600",
    schema: seconds(5),
    number: { least: 5, most: 99_999_999, unit: "seconds" },
    description: "After so many seconds without a byte a download counts as dead, and the next release is taken.",
  },
  "automation.minimum_seeders": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Fewest seeders",
    secret: false,
    default: "1",
    schema: z.string().regex(/^\d{1,4}$/, "Give a whole number, such as 1."),
    number: { least: 0, most: 9999 },
    description: "A release with fewer is not taken by itself. Where the indexer does not say, it may be.",
  },
  "requests.auto_approve": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Requests start by themselves",
    secret: false,
    default: "true",
    schema: yesOrNo,
    options: ["true", "false"],
    description: "Whether requests start without an admin's approval, for those of whom nothing else is said.",
  },
  "requests.quota": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Requests for each person",
    secret: false,
    default: "0",
    schema: z.string().regex(/^\d{1,4}$/, "Give a whole number, such as 5; 0 for any number."),
    number: { least: 0, most: 9999 },
    description:
      "How many books each person may have fetched in the days below; 0 for any number. Denied requests, those that end before anything is downloaded, and books that are there or on their way for somebody else do not count.",
  },
  "requests.quota_days": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Days that the requests are counted in",
    secret: false,
    default: "7",
    schema: z.string().regex(/^[1-9]\d{0,2}$/, "Give whole days, 1 to 999."),
    number: { least: 1, most: 999, unit: "days" },
    description: "A request that is older does not count any more.",
  },
  "requests.may_select_releases": {
    category: ConfigurationCategory.AUTOMATION,
    label: "People pick releases",
    secret: false,
    default: "false",
    schema: yesOrNo,
    options: ["true", "false"],
    description:
      "Whether people may look for releases and pick one by hand, where nothing else is said of them. Admins always may.",
  },
  ...retentionKeys,
  "plex.sign_in": {
    category: ConfigurationCategory.PLEX,
    label: "Sign in with Plex",
    secret: false,
    default: "members",
    schema: z.enum(["off", "members", "anyone"], "Give off, members or anyone."),
    options: ["off", "members", "anyone"],
    description:
      "Who may sign in with a Plex account, while the media server is Plex. members: those who have access to that server, asked again every hour; anyone: everybody with a Plex account; off: nobody.",
  },
  "plex.tv_url": {
    category: ConfigurationCategory.PLEX,
    label: "Address of plex.tv",
    secret: false,
    default: "https://plex.tv",
    schema: address,
    description: "What knows the Plex accounts. Only a proxy or a mirror needs another one.",
  },
  "plex.auth_url": {
    category: ConfigurationCategory.PLEX,
    label: "Address of Plex's sign-in page",
    secret: false,
    default: "https://app.plex.tv/auth",
    schema: address,
    description: "Where browsers are sent to sign in to Plex.",
  },
  "plex.client_identifier": {
    category: ConfigurationCategory.PLEX,
    label: "Client identifier",
    secret: false,
    default: null,
    schema: z.string().regex(/^[\w.-]{1,100}$/, "Use letters, digits, dots and dashes, at most 100."),
    description: "By which plex.tv knows this installation. It is made up when somebody signs in first.",
  },
  "backup.folder": {
    category: ConfigurationCategory.SYSTEM,
    label: "Backups folder",
    secret: false,
    default: null,
    schema: absolutePath,
    description:
      "Where backups of the database are put, as this server sees it. Otherwise: backups in the data folder.",
  },
  "backup.copy_folder": {
    category: ConfigurationCategory.SYSTEM,
    label: "Second folder for backups",
    secret: false,
    default: null,
    schema: absolutePath,
    description:
      "Where each good backup is copied to, as this server sees it: another disk, or a folder of another machine. Otherwise nowhere.",
  },
  "backup.encrypted": {
    category: ConfigurationCategory.SYSTEM,
    label: "Encrypt backups",
    secret: false,
    default: "false",
    schema: yesOrNo,
    options: ["true", "false"],
    description:
      "Nobody reads a backup without the encryption keys of this server, wherever a copy of it ends up. Secrets are sealed in every backup; this is about people, books and requests as well.",
  },
  ...backupS3Keys,
  "system.log_level": {
    category: ConfigurationCategory.SYSTEM,
    label: "Log level",
    secret: false,
    default: null,
    schema: z.enum(logLevels, `Give one of ${logLevels.join(", ")}.`),
    options: logLevels,
    description:
      "How much this server writes to its log, from now on. Otherwise: what LOG_LEVEL says, which is info when nobody has set it.",
  },
  "system.trusted_documents_only": {
    category: ConfigurationCategory.SYSTEM,
    label: "Only the web client's operations",
    secret: false,
    default: "false",
    schema: yesOrNo,
    options: ["true", "false"],
    description:
      "Whether browsers may send only the operations of this server's own web client; for servers that stand open to the internet. API keys may send any; the playground then asks for one.",
  },
  "web_push.private_key": {
    category: ConfigurationCategory.SYSTEM,
    label: "Key for notifications in browsers",
    secret: true,
    default: null,
    schema: z.string().regex(/^[\w-]{43}$/, "Give a private VAPID key: 43 letters, digits, dashes and underscores."),
    description:
      "By which browsers know messages of this server: a VAPID key. It is made up when somebody opens their profile first. With another one everybody has to turn the notifications on again in each browser.",
  },
  "setup.completed": {
    category: ConfigurationCategory.SYSTEM,
    label: "Set-up completed",
    secret: false,
    default: "false",
    schema: yesOrNo,
    options: ["true", "false"],
    description: "Whether the owner has been through the set-up.",
  },
};

/** Every key, sorted by nothing but the order in which a person would fill them in. */
export const configurationKeys: Readonly<Record<string, ConfigurationKey>> = Object.assign(
  {},
  own,
  ...(Object.keys(integrationKinds) as IntegrationKind[]).map(keysOfKind),
);

/**
 * The setting of a key. Of a kind that may be configured several times, `indexer.<name>.url` is what `indexer.url` is, for
 * another one: a name is lower-case letters, digits and dashes, at most 30.
 * @returns null when there is no such setting.
 */
export function findConfigurationKey(key: string): ConfigurationKey | null {
  if (Object.hasOwn(configurationKeys, key)) return configurationKeys[key]!;
  const [, kind, name, property] = /^([a-z_]+)\.([a-z0-9][a-z0-9-]{0,29})\.([a-z_]+)$/.exec(key) ?? [];
  const first = `${kind}.${property}`;
  if (!kind || !Object.hasOwn(integrationKinds, kind) || !Object.hasOwn(configurationKeys, first)) return null;
  if (!integrationKinds[kind as IntegrationKind].several) return null;
  return { ...configurationKeys[first]!, label: `${configurationKeys[first]!.label} (${name})` };
}

/** The keys of one instance, such as `indexer.mam`, in order. */
export function keysOfInstance(kind: IntegrationKind, instance: string): string[] {
  const isOfKind = (key: string) => key.startsWith(`${kind}.`);
  return Object.keys(configurationKeys)
    .filter(isOfKind)
    .map((key) => instance + key.slice(kind.length));
}
