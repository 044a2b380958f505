import { readFile } from "node:fs/promises";
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { inTransaction } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import type { OperationContext } from "../graphql/operation.ts";
import { recordAudit } from "../security/audit.ts";
import { parseEncryptionKeys } from "../security/encryption-keys.ts";
import { requireSetUp } from "./set-up.ts";

const tokenAbout = "What the server prints at its start while it has no admin.";
/** In the audit: there is nobody yet. */
const byToken = { actorName: "set-up token" } as const;

@InputType()
class ShowEncryptionKeysInput {
  @Field(() => String, { description: tokenAbout })
  token!: string;
}

@InputType()
class RestoreAtSetUpInput {
  @Field(() => String, { description: tokenAbout })
  token!: string;
  @Field(() => ID, { description: "The name of the backup, in the folder of the backups." })
  backup!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "What stands in the key file of the server that made the backup, where this one does not have it. It takes the place of the keys that this one has made.",
  })
  keys!: string | null;
}

/** What has to be kept somewhere else. */
@ObjectType({ description: "The keys that no backup holds, and without which none can be restored." })
export class KeysToKeep {
  @Field(() => String, {
    nullable: true,
    description: "As they stand in the file; null when ENCRYPTION_KEYS has them.",
  })
  keys!: string | null;
  @Field(() => String, { nullable: true, description: "Where that file lies; null when ENCRYPTION_KEYS has them." })
  file!: string | null;
}

@Resolver()
export class SetUpResolver {
  @Mutation(() => KeysToKeep, {
    description:
      "Shows the encryption keys to whoever sets the server up, to be kept somewhere else: until there is an admin, and never again.",
  })
  async showEncryptionKeys(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => ShowEncryptionKeysInput) { token }: ShowEncryptionKeysInput,
  ): Promise<KeysToKeep> {
    await requireSetUp(ctx, token, "set-up for the keys");
    const file = ctx.backups.keyFile;
    const keys = file && (await readFile(file, "utf8")).trim().split("\n").join(",");
    await inTransaction(ctx, (ctx) => recordAudit(ctx, "encryption_key.shown", byToken));
    return { keys, file };
  }

  @Mutation(() => Boolean, {
    description:
      "Begins with a backup of another server instead of a first admin. It is read whole first and refused with a sentence when it cannot be used, such as one that says which keys are missing; then the server is away for a moment, and comes back with the people of the backup, or as it was.",
  })
  async restoreAtSetUp(
    @Ctx() ctx: OperationContext,
    @Arg("input", () => RestoreAtSetUpInput) { token, backup: name, keys: text }: RestoreAtSetUpInput,
  ): Promise<boolean> {
    await requireSetUp(ctx, token, "set-up with a backup");
    const keys = text?.trim() ? readKeys(text, ctx.backups.keyFile !== null) : null;
    const { path } = await ctx.backups.prepareRestore(name, keys);
    const subject = { type: "backup", id: name } as const;
    await inTransaction(ctx, (ctx) => recordAudit(ctx, "backup.restore_asked", { ...byToken, subject }));
    ctx.backups.restore({ path, name, askedBy: byToken.actorName, keys });
    return true;
  }
}

/** @throws InvalidInputError whose sentence holds no key. */
function readKeys(text: string, mayBeReplaced: boolean): ReadonlyMap<string, Buffer> {
  if (!mayBeReplaced)
    throw new InvalidInputError({
      keys: "This server has its keys from ENCRYPTION_KEYS. Put those of the backup there, start it again, and leave this empty.",
    });
  try {
    return parseEncryptionKeys(text);
  } catch (error) {
    throw new InvalidInputError({ keys: `What you gave ${(error as Error).message}.` });
  }
}
