/**
 * Every setting there is: one entry each, and for each kind of integration one entry a property of its adapters' own
 * settings. Adding an adapter adds its settings.
 */
import { z } from "zod";
import { catalogs } from "../integrations/catalogs/registry.ts";
import { downloadClients } from "../integrations/download-clients/registry.ts";
import { indexers } from "../integrations/indexers/registry.ts";
import type { Integration } from "../integrations/integration.ts";
import { mediaServers } from "../integrations/media-servers/registry.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";

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
}

/** The kinds of integrations: their category, and what there is to choose from. */
export const integrationKinds = {
  indexer: { category: ConfigurationCategory.INDEXER, label: "Indexer", adapters: indexers as Adapters },
  download_client: {
    category: ConfigurationCategory.DOWNLOAD_CLIENT,
    label: "Download client",
    adapters: downloadClients as Adapters,
  },
  media_server: {
    category: ConfigurationCategory.MEDIA_SERVER,
    label: "Media server",
    adapters: mediaServers as Adapters,
  },
  catalog: { category: ConfigurationCategory.CATALOG, label: "Catalog", adapters: catalogs as Adapters },
} as const;

/** Which kind of integration. */
export type IntegrationKind = keyof typeof integrationKinds;
type Adapters = Readonly<Record<string, Integration<any, any>>>;

const seconds = (least: number) =>
  z
    .string()
    .regex(/^\d{1,8}$/, "Give whole seconds.")
    .refine((text) => Number(text) >= least, `Give at least ${least} seconds.`);
const absolutePath = z
  .string()
  .max(1000)
  .regex(/^\/[^\0]*$/, "Give an absolute path, one that begins with a slash.");

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
    default: "{author}/{title}",
    schema: z.string().min(1).max(300),
    description: "The folder of a book inside the media library.",
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

function keysOfKind(kind: IntegrationKind): Record<string, ConfigurationKey> {
  const { category, label, adapters } = integrationKinds[kind];
  const types = Object.keys(adapters);
  const keys: Record<string, ConfigurationKey> = {
    [`${kind}.type`]: {
      category,
      label,
      secret: false,
      default: null,
      options: types,
      schema: z.enum(types, `Give one of ${types.join(", ")}.`),
      description: Object.entries(adapters)
        .map(([type, adapter]) => `${type}: ${adapter.label}`)
        .join("; "),
    },
  };
  for (const [type, adapter] of Object.entries(adapters)) {
    for (const [name, field] of Object.entries((adapter.settings as unknown as z.ZodObject).shape)) {
      const meta = ((field as z.ZodType).meta() ?? {}) as { label?: string; description?: string; secret?: boolean };
      const schema = z
        .string()
        .max(2000)
        .refine((text) => (field as z.ZodType).safeParse(text).success, {
          error: (issue) => sentence(field as z.ZodType, issue.input),
        });
      // Two adapters may share a key (url): what suits one of them is accepted, and the adapter checks it once more when it is opened.
      const before = keys[`${kind}.${name}`];
      keys[`${kind}.${name}`] = before
        ? {
            ...before,
            secret: before.secret || meta.secret === true,
            schema: before.schema.or(schema) as z.ZodType<string>,
          }
        : {
            category,
            label: meta.label ?? name,
            description: meta.description ?? `${label} (${type})`,
            secret: meta.secret === true,
            default: null,
            schema,
          };
    }
  }
  return keys;
}

function sentence(field: z.ZodType, input: unknown): string {
  return field.safeParse(input).error?.issues[0]?.message ?? "It cannot be used.";
}
