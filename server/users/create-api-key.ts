import { inTransaction } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { recordAudit } from "../security/audit.ts";
import { type ApiKey, ApiKeyScope } from "./api-key.entity.ts";
import { makeApiKey } from "./session.ts";
import { User } from "./user.entity.ts";

/** What a key is to be. */
export interface NewApiKey {
  readonly name: string;
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
  /** Null: all that its owner may. */
  readonly scopes: readonly ApiKeyScope[] | null;
}

/**
 * Makes a key that may do no more than its owner. One that another key makes may do no more than that, and no longer.
 * @throws InvalidInputError with a sentence for each field.
 */
export async function createApiKey(
  ctx: OperationContext,
  viewer: User,
  wanted: NewApiKey,
): Promise<{ apiKey: ApiKey; key: string }> {
  const maker = ctx.credentials?.apiKey;
  const possible = (maker?.scopes ?? Object.values(ApiKeyScope)).filter(
    (scope) => scope !== ApiKeyScope.ADMIN || viewer.isAdmin(),
  );
  const scopes = wanted.scopes ?? possible;
  const expiresAt = wanted.expiresAt ?? maker?.expiresAt ?? null;
  const tooMuch = scopes.find((scope) => !possible.includes(scope));

  const problems: Record<string, string> = {};
  if (!/^\P{Cc}{1,100}$/u.test(wanted.name.trim())) problems["name"] = "Give the key a name of 1 to 100 characters.";
  if (expiresAt && expiresAt <= new Date()) problems["expiresAt"] = "That is in the past.";
  else if (expiresAt && maker?.expiresAt && expiresAt > maker.expiresAt)
    problems["expiresAt"] = "A key that was made with another one ends no later than that.";
  if (scopes.length === 0) problems["scopes"] = "Choose at least one thing that the key may do.";
  if (tooMuch) problems["scopes"] = `You may not give a key the scope ${tooMuch.toUpperCase()}: you do not have it.`;
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);

  return inTransaction(ctx, async (ctx) => {
    const owner = ctx.em.getReference(User, viewer.id);
    const { row, key } = makeApiKey(owner, wanted.name.trim(), expiresAt, [...new Set(scopes)]);
    await ctx.em.persist(row).flush();
    const { id, name, prefix } = row;
    await recordAudit(ctx, "api_key.created", {
      subject: { type: "api_key", id },
      details: { name, prefix, scopes: row.scopes, expiresAt },
    });
    return { apiKey: row, key };
  });
}
