import { Check, Entity, Index, PrimaryKey, Property, Trigger } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ownedBy } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/** What a person may do. */
export enum UserRole {
  USER = "user",
  ADMIN = "admin",
}
registerEnumType(UserRole, { name: "UserRole", description: "What a person may do." });

/**
 * Somebody who may sign in: through Plex, with a local account, or both. Never deleted, only deactivated.
 * The trigger ends the person's sessions when the role or the password becomes another, or the person is deactivated;
 * sockets that scripts have open for them are told to come back. A writer cannot forget to.
 */
@ObjectType({ description: "Somebody who may sign in." })
@Entity({ tableName: "users", ...ownedBy("id") })
@Check({ name: "users_role_check", expression: isOneOf("role", UserRole) })
@Check({ name: "users_identity_check", expression: "plex_id is not null or username is not null" })
@Check({ name: "users_quota_check", expression: "request_quota >= 0 and request_quota_days > 0" })
@Check({ name: "users_username_check", expression: "username = lower(username)" })
@Trigger({
  name: "users_end_sessions",
  timing: "after",
  events: ["update"],
  body: `if (old.role, old.password_hash, old.deactivated_at) is distinct from (new.role, new.password_hash, new.deactivated_at) then
      delete from sessions where user_id = new.id;
      perform pg_notify('credentials_changed', json_build_object('userId', new.id)::text);
    end if;
    return null;`,
})
export class User {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => String, { nullable: true, description: "The account's id at plex.tv." })
  @Index({ name: "idx_users_plex_id" })
  @Property({ type: "string", length: 255, nullable: true, unique: "users_plex_id_key" })
  plexId: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 255, nullable: true })
  plexUsername: string | null = null;

  @Field(() => String, { nullable: true, description: "Seen by the person and by admins." })
  @Property({ type: "string", length: 255, nullable: true })
  plexEmail: string | null = null;

  @Field(() => String, { nullable: true, description: "The name of a local account, in lower case." })
  @Property({ type: "string", length: 255, nullable: true, unique: "users_username_key" })
  username: string | null = null;

  /** argon2id of a local account's password. */
  @Property({ type: "text", nullable: true, hidden: true })
  passwordHash: string | null = null;

  @Field(() => UserRole)
  @Index({ name: "idx_users_role" })
  @Property({ type: "string", length: 50, default: UserRole.USER })
  role: UserRole = UserRole.USER;

  @Field(() => String, { nullable: true })
  @Property({ type: "text", nullable: true })
  avatarUrl: string | null = null;

  /** Plex token, sealed. */
  @Property({ type: "text", nullable: true, hidden: true })
  authToken: string | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date)
  @Property({ ...timestampNow(), onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  lastLoginAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: "Set while the person may not sign in." })
  @Property({ ...timestamp(), nullable: true })
  deactivatedAt: Date | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether requests start without an approval; null: as the setting says.",
  })
  @Property({ type: "boolean", nullable: true })
  autoApprove: boolean | null = null;

  @Field(() => Int, {
    nullable: true,
    description: "How many requests in requestQuotaDays; null: as the setting says, 0: any number.",
  })
  @Property({ type: "integer", nullable: true })
  requestQuota: number | null = null;

  @Field(() => Int, { nullable: true, description: "Days; null: as the setting says." })
  @Property({ type: "integer", nullable: true })
  requestQuotaDays: number | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether this person may pick a release by hand; null: as the setting says.",
  })
  @Property({ type: "boolean", nullable: true })
  maySelectReleases: boolean | null = null;

  /** When plex.tv last said that this person may use the Plex server. */
  @Property({ ...timestamp(), nullable: true })
  plexCheckedAt: Date | null = null;

  /** True for those who may see and change everything. */
  isAdmin(): boolean {
    return this.role === UserRole.ADMIN;
  }
}
