import { Check, Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { primaryKey, timestampNow } from "../database/columns.ts";
import { ofAnybodySignedIn } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/** A book as the media server last showed it. The media server owns the truth; this is our copy of it. */
@Entity({ tableName: "library_items", ...ofAnybodySignedIn() })
@Unique({ name: "library_items_media_server_item_id_key", properties: ["mediaServer", "itemId"] })
@Check({ name: "library_items_duration_minutes_check", expression: "duration_minutes >= 0" })
export class LibraryItem {
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  /** plex or folder. */
  @Property({ type: "string", length: 50 })
  mediaServer!: string;

  /** The media server's id of it. */
  @Property({ type: "string", length: 255 })
  itemId!: string;

  @Property({ type: "string", length: 255 })
  guid!: string;

  @Property({ type: "string", length: 255 })
  libraryId!: string;

  @Property({ type: "string", length: 500 })
  title!: string;

  /** By which a book of the same title is found: `titleKey` of the title. */
  @Index({ name: "idx_library_items_title_key" })
  @Property({ type: "string", length: 500, default: "" })
  titleKey: string = "";

  @Property({ type: "string", length: 255, nullable: true })
  author: string | null = null;

  @Property({ type: "string", length: 255, nullable: true })
  narrator: string | null = null;

  @Index({ name: "idx_library_items_asin" })
  @Property({ type: "string", length: 20, nullable: true })
  asin: string | null = null;

  @Property({ type: "integer", nullable: true })
  durationMinutes: number | null = null;

  /** Absolute, as this program sees it. */
  @Property({ type: "text" })
  path!: string;

  /** The book that it was recognised as. */
  @Index({ name: "idx_library_items_audiobook_id" })
  @ManyToOne(() => Audiobook, { ref: true, nullable: true, deleteRule: "set null", updateRule: "no action" })
  audiobook: Ref<Audiobook> | null = null;

  @Property(timestampNow())
  createdAt: Date = new Date();

  @Property({ ...timestampNow(), onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
