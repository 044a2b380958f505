import { Entity, Index, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { User } from "./user.entity.ts";

/** What an API key may do; never more than its owner may at that moment. */
export enum ApiKeyScope {
  /** See what its owner sees. */
  READ = "read",
  /** Ask for books, and act on its owner's requests. */
  REQUEST = "request",
  /** What only admins may. */
  ADMIN = "admin",
}
registerEnumType(ApiKeyScope, { name: "ApiKeyScope", description: "What an API key may do." });

/**
 * A key for scripts, sent as `Authorization: Bearer …`. It acts as its owner. The row holds only its SHA-256.
 * The trigger announces what ends or narrows it, so that no writer can forget to.
 */
@ObjectType({ description: "A key for scripts. It acts as its owner." })
@Entity({ tableName: "api_keys", ...ownedBy("user_id") })
@Trigger({
  name: "api_keys_announce_change",
  timing: "after",
  events: ["update", "delete"],
  body: `if tg_op = 'DELETE' or (old.revoked_at, old.expires_at, old.scopes) is distinct from (new.revoked_at, new.expires_at, new.scopes) then
      perform pg_notify('credentials_changed', json_build_object('apiKeyId', old.id)::text);
    end if;
    return null;`,
})
export class ApiKey {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Index({ name: "idx_api_keys_user_id" })
  @ManyToOne(() => User, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  user!: Ref<User>;

  @Field(() => String, { description: "What its owner calls it." })
  @Property({ type: "string", length: 100 })
  name!: string;

  @Field(() => String, { description: "The part of the key that may be shown: rmab_<prefix>_…" })
  @Unique({ name: "api_keys_prefix_key" })
  @Property({ type: "string", length: 8 })
  prefix!: string;

  /** SHA-256 of the whole key, in hex. The key is 190 random bits: a slow hash would protect nothing more. */
  @Property({ type: "string", length: 64, hidden: true })
  keyHash!: string;

  @Field(() => [ApiKeyScope], { description: "What it may do, as far as its owner may." })
  @Property({ type: "string[]", columnType: "text[]", defaultRaw: "'{read,request,admin}'" })
  scopes: ApiKeyScope[] = Object.values(ApiKeyScope);

  @Field(() => String, { nullable: true, description: "Where it was used last: an IP address." })
  @Property({ type: "string", length: 64, nullable: true })
  lastUsedAddress: string | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  expiresAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: "To the minute." })
  @Property({ ...timestamp(), nullable: true })
  lastUsedAt: Date | null = null;

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  revokedAt: Date | null = null;
}
