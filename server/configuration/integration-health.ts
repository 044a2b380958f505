/**
 * Whether the integrations answer. It is learned from the daily work (a search, a download client that does not answer),
 * and what has not been heard of for a while is asked: what is down more often, and what counts every question less often.
 */
import { sql } from "kysely";
import type { Context } from "../context.ts";
import { withKysely } from "../database/row-level-security.ts";
import { DomainError } from "../errors.ts";
import { instancesOf, integrationKinds, type IntegrationKind } from "./integration-keys.ts";
import { IntegrationHealth } from "./integration-health.entity.ts";
import { findIndexerRests } from "./indexer-rests.ts";

/** What became of a question to an integration. */
export interface Health {
  readonly isUp: boolean;
  /** What it answered, or what is wrong, in a sentence without secrets. */
  readonly message: string;
}

/** An integration as people see it. */
export interface KnownIntegration {
  /** As its settings begin. */
  readonly id: string;
  readonly kind: IntegrationKind;
  /** What people call it. */
  readonly label: string;
  /** null while it has not been asked. */
  readonly isUp: boolean | null;
  readonly message: string | null;
  readonly checkedAt: Date | null;
  readonly changedAt: Date | null;
}

/** Minutes of silence after which it is asked. Of a new one that is the time in which a person is likely to test it. */
const askAfter: Readonly<
  Record<IntegrationKind, { readonly up: number; readonly down: number; readonly new: number } | null>
> = {
  indexer: { up: 60, down: 10, new: 5 },
  catalog: { up: 60, down: 10, new: 5 },
  media_server: { up: 15, down: 2, new: 5 },
  download_client: { up: 5, down: 2, new: 5 },
  // To ask it is to send something: it is heard of when there is something to send.
  notifier: null,
};
const answerWithinMs = 30_000;

/** Writes down what is known now of integrations, by the beginning of their settings. `ctx.em` works across people. */
export async function noteHealth(ctx: Context, known: Readonly<Record<string, Health | null>>): Promise<void> {
  const rows = Object.entries(known).map(([integration, health]) => ({ integration, is_up: null, ...columns(health) }));
  if (rows.length === 0) return;
  const statement = sql`
    insert into integration_health as h (integration, is_up, message, checked_at, changed_at)
    select integration, is_up, message, now(), now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(integration text, is_up boolean, message text)
    on conflict (integration) do update set is_up = excluded.is_up, message = excluded.message, checked_at = now(),
      changed_at = case when h.is_up is not distinct from excluded.is_up then h.changed_at else now() end`;
  await withKysely(ctx.em, (db) => statement.execute(db));
}

/** From now on it counts how long nobody has heard of them; what somebody has heard meanwhile stays. */
async function noteSeen({ em }: Context, integrations: readonly string[]): Promise<void> {
  await em.execute(
    `insert into integration_health (integration, checked_at, changed_at)
       select integration, now(), now() from jsonb_array_elements_text(?::jsonb) as integration on conflict do nothing`,
    [JSON.stringify(integrations)],
  );
}

function columns(health: Health | null) {
  return health && { is_up: health.isUp, message: health.message };
}

/** Every integration that is configured and not switched off, and what is known of it. `ctx.em` works across people. */
export async function findIntegrations(ctx: Context): Promise<KnownIntegration[]> {
  const settings = await ctx.integrations.settings();
  const rows = await ctx.em.find(IntegrationHealth, {}, { disableIdentityMap: true });
  const byId = new Map(rows.map((row) => [row.integration, row]));
  return (Object.keys(integrationKinds) as IntegrationKind[]).flatMap((kind) =>
    instancesOf(kind, settings)
      .filter((id) => settings[`${id}.enabled`] !== "false")
      .map((id) => {
        const { isUp = null, message = null, checkedAt = null, changedAt = null } = byId.get(id) ?? {};
        return { id, kind, label: labelOf(kind, id, settings[`${id}.type`]!), isUp, message, checkedAt, changedAt };
      }),
  );
}

function labelOf(kind: IntegrationKind, id: string, type: string): string {
  const adapters: Readonly<Record<string, { readonly label: string }>> = integrationKinds[kind].adapters;
  return id.slice(kind.length + 1) || (adapters[type]?.label ?? type);
}

/**
 * Asks every integration that has not been heard of for a while.
 * @returns those that were asked, and those of them that are down.
 */
export async function checkIntegrations(
  ctx: Context,
  signal: AbortSignal,
): Promise<{ readonly asked: readonly string[]; readonly down: readonly string[] }> {
  const known = await findIntegrations(ctx);
  const rests = await findIndexerRests(ctx);
  const due = known.filter((each) => isDue(each));
  const asked = await Promise.all(
    due.map(async ({ id, kind }): Promise<[string, Health]> => {
      const rest = rests.get(id);
      return [id, rest ? { isUp: false, message: rest.reason } : await askIntegration(ctx, kind, id, signal)];
    }),
  );
  await noteHealth(ctx, Object.fromEntries(asked));
  await noteSeen(
    ctx,
    known.filter(({ checkedAt }) => checkedAt === null).map(({ id }) => id),
  );
  return { asked: asked.map(([id]) => id), down: asked.filter(([, { isUp }]) => !isUp).map(([id]) => id) };
}

function isDue({ kind, isUp, checkedAt }: KnownIntegration): boolean {
  const times = askAfter[kind];
  if (checkedAt === null || times === null) return false;
  const { up, down, new: unknown } = times;
  const minutes = isUp === null ? unknown : isUp ? up : down;
  // A little before its time: it is looked at in rounds.
  return Date.now() - checkedAt.getTime() >= minutes * 60_000 - 10_000;
}

async function askIntegration(ctx: Context, kind: IntegrationKind, id: string, signal: AbortSignal): Promise<Health> {
  try {
    const opened = await ctx.integrations.open(kind, id);
    if (!opened) return { isUp: false, message: "Its type is none that this version knows." };
    const { message } = await opened.port.check(AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]));
    return { isUp: true, message };
  } catch (error) {
    if (error instanceof DomainError) return { isUp: false, message: error.message };
    ctx.logger.warn({ err: error, integration: id }, "An integration could not be checked");
    return { isUp: false, message: "It could not be checked; the log says why." };
  }
}
