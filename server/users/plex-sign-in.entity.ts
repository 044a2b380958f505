import { Entity, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ofNobody } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/**
 * A sign-in through plex.tv that has begun. The PIN stays here: the browser that began it is known by a cookie, and the
 * way back by a one-time state; of both the row holds only the SHA-256. Who comes back to a Plex Home gets a row anew,
 * with a cookie and a state that no address has held, until a profile is chosen.
 */
@Entity({ tableName: "plex_sign_ins", ...ofNobody })
export class PlexSignIn {
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  /** plex.tv's id of the PIN. */
  @Property({ type: "string", length: 50 })
  pinId!: string;

  /** SHA-256 of the cookie of the browser that began it, in hex. */
  @Property({ type: "string", length: 64, hidden: true })
  browserHash!: string;

  /** SHA-256 of the state in the address that plex.tv sends the browser back to, in hex. */
  @Unique({ name: "plex_sign_ins_state_hash_key" })
  @Property({ type: "string", length: 64, hidden: true })
  stateHash!: string;

  /** Of a first admin's sign-in: the address of the Plex server that is to be configured, when it is theirs. */
  @Property({ type: "text", nullable: true })
  serverUrl: string | null = null;

  /** Of one that waits for a profile to be chosen: the token of the account that signed in, sealed. */
  @Property({ type: "text", nullable: true, hidden: true })
  accountToken: string | null = null;

  /** How often a profile has been chosen. */
  @Property({ type: "integer", default: 0 })
  tries: number = 0;

  @Property(timestampNow())
  createdAt: Date = new Date();

  @Index({ name: "idx_plex_sign_ins_expires_at" })
  @Property(timestamp())
  expiresAt!: Date;
}
