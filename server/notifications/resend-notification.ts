import { inTransaction, type Context } from "../context.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { recordAudit } from "../security/audit.ts";
import { Notification, NotificationState } from "./notification.entity.ts";

/** Has what was given up sent after all. @throws NotFoundError | ConflictError when it was sent, or will be. */
export async function resendNotification(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { em, queue } = ctx;
    const row = await em.findOne(Notification, { id });
    if (!row) throw new NotFoundError("Notification", id);
    if (row.state !== NotificationState.FAILED)
      throw new ConflictError("Only what was given up can be sent once more.", { id });
    row.state = NotificationState.PENDING;
    await em.flush();
    await queue.enqueue(em, "send_notification", { notificationId: id }, { key: id });
    await recordAudit(ctx, "notification.resent", {
      subject: { type: "notification", id },
      details: { event: row.event, channel: row.channel },
    });
  });
}
