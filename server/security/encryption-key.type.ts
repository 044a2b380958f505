import { Field, Int, ObjectType } from "type-graphql";
import { inTransaction, type Context } from "../context.ts";
import { keysInUse } from "./rotate-keys.ts";

/** A key as admins see it. */
@ObjectType({ description: "A key by its name; what is in it is nowhere to be read." })
export class EncryptionKey {
  @Field(() => String)
  name!: string;
  @Field(() => Boolean, { description: "What is sealed from now on is sealed with it." })
  isActive!: boolean;
  @Field(() => Int, { description: "Stored secrets that are sealed with it: without it they cannot be read." })
  values!: number;
  @Field(() => Int, { description: "Records of the audit that it vouches for: without it they cannot be verified." })
  auditRecords!: number;
}

/** Every key that is here or that something names, the active one first. */
export function readEncryptionKeys(ctx: Context): Promise<EncryptionKey[]> {
  return inTransaction(ctx, async (ctx) =>
    (await keysInUse(ctx)).map((key, index) => ({ ...key, isActive: index === 0 })),
  );
}
