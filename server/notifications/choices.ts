/** What a person wants to be told of their own requests, and where. */
import { ref } from "@mikro-orm/core";
import { splitList } from "../configuration/integration-keys.ts";
import { inTransaction, type Context } from "../context.ts";
import { InvalidInputError, NotFoundError } from "../errors.ts";
import { personalEvents } from "../integrations/notifiers/notification-events.ts";
import type { Recipient } from "../integrations/notifiers/notifier.ts";
import { User } from "../users/user.entity.ts";
import { findChannels, type Channel } from "./channels.ts";
import { NotificationChoice } from "./notification-choice.entity.ts";

/** A channel that reaches single people, as one of them has it. */
export interface Choice {
  /** The channel, as its settings begin. */
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly recipientLabel: string;
  readonly recipientDescription: string;
  readonly recipient: string | null;
  readonly events: readonly string[];
  readonly allEvents: readonly string[];
}

type PersonalChannel = Channel & { readonly recipient: Recipient };

/** Every channel that reaches single people. */
export async function readChoices(ctx: Context, viewer: User): Promise<Choice[]> {
  const rows = await ctx.em.find(NotificationChoice, { user: viewer.id }, { disableIdentityMap: true });
  return (await findPersonal(ctx)).map((channel) =>
    describe(
      channel,
      rows.find((row) => row.channel === channel.id),
    ),
  );
}

/**
 * @param recipient empty: nothing is sent any more.
 * @throws NotFoundError | InvalidInputError
 */
export async function chooseNotifications(
  ctx: Context,
  viewer: User,
  channelId: string,
  recipient: string,
  events: readonly string[],
): Promise<Choice> {
  const channel = (await findPersonal(ctx)).find(({ id }) => id === channelId);
  if (!channel) throw new NotFoundError("channel", channelId);
  const { label, pattern } = channel.recipient;
  if (recipient !== "" && !pattern.test(recipient)) throw new InvalidInputError({ recipient: `That is no ${label}.` });
  const unknown = events.find((event) => !(personalEvents as readonly string[]).includes(event));
  if (unknown !== undefined) throw new InvalidInputError({ events: `Give some of ${personalEvents.join(", ")}.` });
  return inTransaction(ctx, async ({ em }) => {
    const row = await em.findOne(NotificationChoice, { user: viewer.id, channel: channelId });
    if (recipient === "") {
      if (row) await em.remove(row).flush();
      return describe(channel, undefined);
    }
    const chosen = row ?? Object.assign(new NotificationChoice(), { channel: channelId, user: ref(User, viewer.id) });
    Object.assign(chosen, { recipient, events: personalEvents.filter((event) => events.includes(event)).join(", ") });
    await em.persist(chosen).flush();
    return describe(channel, chosen);
  });
}

async function findPersonal(ctx: Context): Promise<PersonalChannel[]> {
  return (await findChannels(ctx)).filter((channel): channel is PersonalChannel => channel.recipient !== null);
}

function describe({ id, type, label, recipient }: PersonalChannel, row: NotificationChoice | undefined): Choice {
  return {
    id,
    type,
    label,
    recipientLabel: recipient.label,
    recipientDescription: recipient.description,
    recipient: row?.recipient ?? null,
    events: row ? splitList(row.events) : personalEvents,
    allEvents: personalEvents,
  };
}
