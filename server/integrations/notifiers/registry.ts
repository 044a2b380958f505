import { apprise } from "./apprise.ts";
import { discord } from "./discord.ts";
import { email } from "./email.ts";
import type { NotifierAdapter } from "./notifier.ts";
import { ntfy } from "./ntfy.ts";
import { telegram } from "./telegram.ts";
import { webhook } from "./webhook.ts";

/** Every channel there is, by the value that `notifier.type` takes. */
export const notifiers = { email, ntfy, discord, telegram, webhook, apprise } satisfies Record<
  string,
  NotifierAdapter<any>
>;
