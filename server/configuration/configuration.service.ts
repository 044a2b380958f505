import type { EntityManager } from "@mikro-orm/postgresql";
import { inTransaction, type Context } from "../context.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { InvalidInputError } from "../errors.ts";
import { scheduleKey } from "../jobs/queue.ts";
import { hideInAddress } from "../secrets-in-text.ts";
import { recordAudit } from "../security/audit.ts";
import type { SecretBox } from "../security/secret-box.ts";
import { configurationKeys, findConfigurationKey } from "./configuration-keys.ts";
import { Configuration } from "./configuration.entity.ts";
import { IndexerRest } from "./indexer-rest.entity.ts";
import { IntegrationHealth } from "./integration-health.entity.ts";
import { holdsSecret, secretsToGiveAgain, withStoredAddresses } from "./secrets-and-addresses.ts";

/** All settings as text, secrets opened, defaults filled in. Never leaves the server. */
export type Settings = Readonly<Record<string, string | null>>;

/** One change: a text, or null to go back to the default. */
export interface ConfigurationChange {
  readonly key: string;
  readonly value: string | null;
}

/** @throws Error when a secret does not open: a setting that cannot be read is not "not set". */
export async function readSettings(em: EntityManager, secrets: SecretBox): Promise<Settings> {
  const rows = await em.fork({ clear: true }).find(Configuration, {}, { disableIdentityMap: true });
  const settings = Object.fromEntries(Object.entries(configurationKeys).map(([key, each]) => [key, each.default]));
  for (const { id, key, value, encrypted } of rows)
    if (value !== null && findConfigurationKey(key)) settings[key] = encrypted ? secrets.open(value, place(id)) : value;
  return settings;
}

/** @throws InvalidInputError that names every key that is wrong, with a sentence each. */
export function assertSettings(changes: readonly ConfigurationChange[]): void {
  const problems = new Map<string, string>();
  for (const [index, { key, value }] of changes.entries()) {
    const known = findConfigurationKey(key);
    if (!known) problems.set(key, `There is no setting ${JSON.stringify(key.slice(0, 100))}.`);
    else if (changes.findIndex((other) => other.key === key) !== index)
      problems.set(key, `${known.label}: Give it once.`);
    else if (value?.includes("\0"))
      problems.set(key, `${known.label}: There is a character in it that no setting has.`);
    else if (value !== null) {
      const result = known.schema.safeParse(value);
      if (!result.success) problems.set(key, `${known.label}: ${result.error.issues[0]!.message}`);
    }
  }
  if (problems.size > 0) throw new InvalidInputError(Object.fromEntries(problems));
}

/**
 * Stores settings, all of them or none.
 * @throws InvalidInputError that names every key that is wrong, and every secret whose address changes without it.
 */
export async function changeSettings(ctx: Context, changes: readonly ConfigurationChange[]): Promise<void> {
  assertSettings(changes);
  await inTransaction(ctx, (ctx) => storeSettings(ctx, changes));
}

/**
 * Stores settings that are right, in the transaction that there is.
 * @throws InvalidInputError that names every secret whose address changes without it.
 */
export async function storeSettings(ctx: Context, changes: readonly ConfigurationChange[]): Promise<void> {
  const { em, secrets, queue } = ctx;
  // One at a time: two admins who set the same key for the first time would both insert it.
  await em.execute("select pg_advisory_xact_lock(hashtext('readmeabook configuration'))");
  const stored = await em.fork({ clear: true, keepTransactionContext: true }).find(Configuration, {});
  const before = Object.fromEntries(
    stored.map(({ id, key, value, encrypted }) => {
      const isOpened = encrypted && value !== null && findConfigurationKey(key)?.secret === false;
      return [key, isOpened ? secrets.open(value, place(id)) : value];
    }),
  );
  const whole = withStoredAddresses(before, changes);
  const again = secretsToGiveAgain(before, whole);
  if (Object.keys(again).length > 0) throw new InvalidInputError(again);
  for (const { key, value } of whole) {
    const { category, description } = findConfigurationKey(key)!;
    const row = (await em.findOne(Configuration, { key })) ?? Object.assign(new Configuration(), { key });
    await auditChange(ctx, key, before[key] ?? null, value);
    const encrypted = value !== null && holdsSecret(key, value);
    Object.assign(row, {
      category,
      description,
      encrypted,
      value: encrypted ? secrets.seal(value, place(row.id)) : value,
    });
    em.persist(row);
  }
  await em.flush();
  // Whoever asked to be left alone, or did not answer, was asked with other settings.
  const touched = changes.map(({ key }) => key.replace(/\.[^.]*$/, ""));
  await em.nativeDelete(IndexerRest, { indexer: { $in: touched } });
  await em.nativeDelete(IntegrationHealth, { integration: { $in: touched } });
  await em.execute("select pg_notify('configuration_changed', '')");
  // A second later: by then every process has heard of the change.
  const startAfter = new Date(Date.now() + 1000);
  await queue.enqueue(em, "wake_requests", {}, { key: "settings", startAfter });
  if (changes.some(({ key }) => key.startsWith("media_server.") || key === "paths.media_library"))
    await queue.enqueue(em, "sync_library", {}, { key: scheduleKey, startAfter });
}

/** Of a secret it is told that it was set, and nothing of what it is or was. What was and stays the same is no change. */
async function auditChange(ctx: Context, key: string, stored: string | null, value: string | null): Promise<void> {
  const { secret, default: initial } = findConfigurationKey(key)!;
  const [before, after] = [stored ?? initial, value ?? initial];
  if (!secret && before === after) return;
  const details = secret
    ? { secret, old: stored === null ? "not set" : "set", new: value === null ? "not set" : "set anew" }
    : { old: before && hideInAddress(before), new: after && hideInAddress(after) };
  await recordAudit(ctx, "configuration.changed", { subject: { type: "configuration", id: key }, details });
}

/** @returns what a setting (no secret) holds; one that holds nothing gets `made` for good, also when several ask at once. */
export async function keepSetting(em: EntityManager, key: string, made: string): Promise<string> {
  const { category, description } = findConfigurationKey(key)!;
  const [row] = await em.execute<{ value: string }[]>(
    `insert into configuration as c (id, key, value, category, description) values (?, ?, ?, ?, ?)
     on conflict (key) do update set value = coalesce(c.value, excluded.value) returning value`,
    [uuidV7(), key, made, category, description],
  );
  return row!.value;
}

/** As keepSetting does it, of a secret. @param ctx works across people. @param make is asked for one when there is none. */
export function keepSecret(ctx: Context, key: string, make: () => string): Promise<string> {
  return inTransaction(ctx, async ({ em, secrets }) => {
    await em.execute("select pg_advisory_xact_lock(hashtext('readmeabook configuration'))");
    const row = (await em.findOne(Configuration, { key })) ?? Object.assign(new Configuration(), { key });
    if (row.value !== null) return secrets.open(row.value, place(row.id));
    const { category, description } = findConfigurationKey(key)!;
    const made = make();
    Object.assign(row, { category, description, encrypted: true, value: secrets.seal(made, place(row.id)) });
    await em.persist(row).flush();
    await em.execute("select pg_notify('configuration_changed', '')");
    return made;
  });
}

function place(id: string) {
  return { table: "configuration", column: "value", id };
}
