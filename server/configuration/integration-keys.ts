/**
 * The settings of integrations: for each kind one entry a property of its adapters' own settings. Adding an adapter adds
 * its settings.
 */
import { z } from "zod";
import { catalogs } from "../integrations/catalogs/registry.ts";
import { downloadClients } from "../integrations/download-clients/registry.ts";
import { indexers } from "../integrations/indexers/registry.ts";
import type { Integration } from "../integrations/integration.ts";
import { mediaServers } from "../integrations/media-servers/registry.ts";
import { notificationEvents } from "../integrations/notifiers/notification-events.ts";
import { notifiers } from "../integrations/notifiers/registry.ts";
import type { ConfigurationKey } from "./configuration-keys.ts";
import { ConfigurationCategory } from "./configuration.entity.ts";

/** The kinds of integrations: their category, and what there is to choose from. */
export const integrationKinds = {
  indexer: {
    category: ConfigurationCategory.INDEXER,
    label: "Indexer",
    adapters: indexers,
    several: true,
  },
  download_client: {
    category: ConfigurationCategory.DOWNLOAD_CLIENT,
    label: "Download client",
    adapters: downloadClients,
    several: false,
  },
  media_server: {
    category: ConfigurationCategory.MEDIA_SERVER,
    label: "Media server",
    adapters: mediaServers,
    several: false,
  },
  catalog: { category: ConfigurationCategory.CATALOG, label: "Catalog", adapters: catalogs, several: false },
  notifier: {
    category: ConfigurationCategory.NOTIFIER,
    label: "Notification channel",
    adapters: notifiers,
    several: true,
  },
} as const satisfies Record<string, KindDefinition>;

interface KindDefinition {
  readonly category: ConfigurationCategory;
  readonly label: string;
  readonly adapters: Adapters;
  /** Several may be configured at once: the first as `<kind>.type`, others as `<kind>.<name>.type`. */
  readonly several: boolean;
}

/** Which kind of integration. */
export type IntegrationKind = keyof typeof integrationKinds;
type Adapters = Readonly<Record<string, Integration<any, any>>>;

/** The settings of the first of a kind: which adapter, what each adapter wants to know, and what all of them share. */
export function keysOfKind(kind: IntegrationKind): Record<string, ConfigurationKey> {
  const { category, label, adapters }: KindDefinition = integrationKinds[kind];
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
    const inputs = sharing.map(({ field }) => inputOf(field));
    const metas = sharing.map(({ field }) => (field.meta() ?? {}) as FieldMeta);
    keys[`${kind}.${name}`] = {
      category,
      label: metas[0]!.label ?? name,
      description: metas[0]!.description ?? label,
      secret: metas.some((meta) => meta.secret === true),
      default: null,
      ...inputs[0]!,
      schema: suitsOneOf(sharing.map(({ field }) => field)),
      forTypes: sharing.map(({ type }) => type),
    };
  }
  return { ...keys, ...sharedBy[kind] };
}

const enabled = (category: ConfigurationCategory, description: string): ConfigurationKey => ({
  category,
  label: "Enabled",
  secret: false,
  default: "true",
  schema: z.enum(["true", "false"], "Give true or false."),
  options: ["true", "false"],
  description,
});

const sharedByIndexers: Record<string, ConfigurationKey> = {
  "indexer.enabled": enabled(ConfigurationCategory.INDEXER, "Whether it is searched."),
  "indexer.priority": {
    category: ConfigurationCategory.INDEXER,
    label: "Priority",
    secret: false,
    default: null,
    schema: z.string().regex(/^([1-9]|[1-4]\d|50)$/, "Give a number from 1 to 50."),
    number: { least: 1, most: 50 },
    description:
      "1 is preferred, 50 comes last, 25 is ordinary. Among releases that are all right it decides little, and it never makes a wrong one right. Without it Prowlarr's own priorities count.",
  },
};

const sharedByNotifiers: Record<string, ConfigurationKey> = {
  "notifier.enabled": enabled(ConfigurationCategory.NOTIFIER, "Whether anything is sent to it."),
  "notifier.events": {
    category: ConfigurationCategory.NOTIFIER,
    label: "What it is told of",
    secret: false,
    default: notificationEvents.join(", "),
    schema: z
      .string()
      .max(1000)
      .refine(
        (text) => splitList(text).every((name) => (notificationEvents as readonly string[]).includes(name)),
        `Give some of ${notificationEvents.join(", ")}, with commas between them.`,
      ),
    options: notificationEvents,
    isList: true,
    description: "Of requests: of everybody's. People choose in their profile what they hear of their own.",
  },
};

const sharedBy: Partial<Record<IntegrationKind, Record<string, ConfigurationKey>>> = {
  indexer: sharedByIndexers,
  notifier: sharedByNotifiers,
};

/** The parts of a setting that is a list. */
export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** @returns how the settings of everything that is configured of a kind begin: `indexer`, `indexer.mam`. */
export function instancesOf(kind: IntegrationKind, settings: Readonly<Record<string, string | null>>): string[] {
  const isType = (key: string) => key === `${kind}.type` || (key.startsWith(`${kind}.`) && key.endsWith(".type"));
  return Object.keys(settings)
    .filter((key) => isType(key) && settings[key] != null)
    .map((key) => key.slice(0, -".type".length))
    .toSorted();
}

interface FieldMeta {
  readonly label?: string;
  readonly description?: string;
  readonly secret?: boolean;
  /** What a number counts. */
  readonly unit?: string;
}

/** How a field is entered, as far as its schema tells: from a list, as yes or no, as a number; and what it is when left alone. */
function inputOf(field: z.ZodType): Pick<ConfigurationKey, "usual" | "options" | "number"> {
  const { unit } = (field.meta() ?? {}) as FieldMeta;
  const schema = z.toJSONSchema(field, { io: "output", unrepresentable: "any" });
  const kinds = [schema, ...((schema.anyOf ?? []) as (typeof schema)[])];
  const isSwitch = kinds.some(({ type }) => type === "boolean");
  const number = kinds.find(({ type }) => type === "integer");
  const options = isSwitch ? ["true", "false"] : kinds.find((kind) => kind.enum)?.enum?.map(String);
  const usual = schema.default === undefined || schema.default === "" ? null : String(schema.default);
  const { minimum = 0, exclusiveMinimum } = number ?? {};
  const least = typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : minimum;
  const most = number?.maximum !== undefined && number.maximum < 2 ** 31 ? number.maximum : undefined;
  return {
    usual,
    ...(options ? { options } : {}),
    ...(number ? { number: { least: Math.max(least, 0), most, unit } } : {}),
  };
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
