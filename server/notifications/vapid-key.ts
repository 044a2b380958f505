/** The key by which push services, and the browsers behind them, know this server. It is made when it is asked for first. */
import { keepSecret } from "../configuration/configuration.service.ts";
import { acrossPeople, type Context } from "../context.ts";
import { makePrivateKey } from "../integrations/notifiers/web-push.ts";

const key = "web_push.private_key";

/** @returns the private one, which never leaves the server. */
export async function readVapidKey(ctx: Context): Promise<string> {
  return (await ctx.integrations.settings())[key] ?? (await keepSecret(acrossPeople(ctx), key, makePrivateKey));
}

/** @returns whom a push service may turn to: this server where the internet has it, and nobody where it does not say. */
export function contactOf({ publicUrl }: Pick<Context, "publicUrl">): string {
  return publicUrl?.startsWith("https:") ? publicUrl : "mailto:readmeabook@example.org";
}
