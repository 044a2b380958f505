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
import { defaultPathTemplate, validateTemplate } from "../library/path-template.ts";
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
  /** The adapters that it is for, where it is not for all: the values of `<kind>.type`. */
  readonly forTypes?: readonly string[];
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
  const fields = Object.entries(adapters).flatMap(([type, adapter]) =>
    Object.entries((adapter.settings as unknown as z.ZodObject).shape).map(([name, field]) => ({
      type,
      name,
      field: field as z.ZodType,
    })),
  );
  for (const [name, sharing] of Map.groupBy(fields, (each) => each.name)) {
    const metas = sharing.map(({ field }) => (field.meta() ?? {}) as FieldMeta);
    keys[`${kind}.${name}`] = {
      category,
      label: metas[0]!.label ?? name,
      description: metas[0]!.description ?? label,
      secret: metas.some((meta) => meta.secret === true),
      default: null,
      schema: suitsOneOf(sharing.map(({ field }) => field)),
      forTypes: sharing.map(({ type }) => type),
    };
  }
  return keys;
}

interface FieldMeta {
  readonly label?: string;
  readonly description?: string;
  readonly secret?: boolean;
}

/** Adapters may share a key (url): what suits one of them is accepted, and the adapter checks it once more when it is opened. */
function suitsOneOf(fields: readonly z.ZodType[]): z.ZodType<string> {
  return z
    .string()
    .max(2000)
    .superRefine((text, context) => {
      const answers = fields.map((field) => field.safeParse(text));
      if (answers.some((answer) => answer.success)) return;
      context.addIssue({ code: "custom", message: answers[0]!.error!.issues[0]?.message ?? "It cannot be used." });
    });
}
