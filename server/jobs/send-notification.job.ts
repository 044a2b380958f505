import { z } from "zod";
import { sendNotification } from "../notifications/send-notification.ts";
import { snooze, type Job } from "./job.ts";

const data = z.object({ notificationId: z.uuid() });

/** A channel that is down is tried again for three days, ever more seldom; one message waits for no other. */
export const sendNotificationJob: Job<z.infer<typeof data>> = {
  description: "Sends a message to a notification channel.",
  data,
  concurrency: 2,
  expireInSeconds: 60,
  async run(ctx, { notificationId }) {
    const sending = await sendNotification(ctx, notificationId, ctx.snoozes, ctx.signal);
    return "againInSeconds" in sending ? snooze(sending.againInSeconds) : { ...sending };
  },
};
