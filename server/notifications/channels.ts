import { instancesOf, splitList } from "../configuration/integration-keys.ts";
import { configurationKeys } from "../configuration/configuration-keys.ts";
import type { Settings } from "../configuration/configuration.service.ts";
import type { Context } from "../context.ts";
import type { Recipient } from "../integrations/notifiers/notifier.ts";
import { notifiers } from "../integrations/notifiers/registry.ts";

/** A channel that is configured and not switched off. */
export interface Channel {
  /** As its settings begin. */
  readonly id: string;
  /** Its name in the registry: ntfy, email, … */
  readonly type: string;
  /** What people call it. */
  readonly label: string;
  /** What whoever reads it is told of. */
  readonly events: readonly string[];
  /** How single people are reached by it; null: they are not. */
  readonly recipient: Recipient | null;
}

/** @returns none when the settings cannot be read: what happens then must go on all the same. */
export async function findChannels(ctx: Context): Promise<Channel[]> {
  try {
    return channelsOf(await ctx.integrations.settings());
  } catch (error) {
    ctx.logger.warn({ reason: (error as Error).message }, "Nobody is told of it: the channels cannot be read");
    return [];
  }
}

function channelsOf(settings: Settings): Channel[] {
  return instancesOf("notifier", settings).flatMap((id) => {
    const type = settings[`${id}.type`]!;
    if (settings[`${id}.enabled`] === "false" || !Object.hasOwn(notifiers, type)) return [];
    const { label, recipient } = notifiers[type as keyof typeof notifiers];
    return {
      id,
      type,
      label: id.split(".")[1] ?? label,
      events: splitList(settings[`${id}.events`] ?? configurationKeys["notifier.events"]!.default!),
      recipient,
    };
  });
}
