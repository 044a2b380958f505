/** Every setting there is, one entry each; those of integrations come from their adapters (integration-keys.ts). */
import { z } from "zod";
import { defaultPathTemplate, validateTemplate } from "../library/path-template.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";
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
  /** What it may be, when that is a list. */
  readonly options?: readonly string[];
  /** The adapters that it is for, where it is not for all: the values of `<kind>.type`. */
  readonly forTypes?: readonly string[];
}

const seconds = (least: number) =>
  z
    .string()
    .regex(/^\d{1,8}$/, "Give whole seconds.")
    .refine((text) => Number(text) >= least, `Give at least ${least} seconds.`);
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
    description:
      "How long a request waits before it is searched for again, in seconds. It grows with every search that finds nothing, up to a day.",
  },
  "automation.stalled_after_seconds": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Give up a silent download",
    secret: false,
    default: "21600",
    schema: seconds(5),
    description: "After so many seconds without a byte a download counts as dead, and the next release is taken.",
  },
  "automation.minimum_seeders": {
    category: ConfigurationCategory.AUTOMATION,
    label: "Fewest seeders",
    secret: false,
    default: "1",
    schema: z.string().regex(/^\d{1,4}$/, "Give a whole number, such as 1."),
    description: "A release with fewer is not taken by itself. Where the indexer does not say, it may be.",
  },
  "setup.completed": {
    category: ConfigurationCategory.SYSTEM,
    label: "Set-up completed",
    secret: false,
    default: "false",
    schema: z.enum(["true", "false"], "Give true or false."),
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
