import { Check, Entity, Index, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { GraphQLBigInt } from "graphql-scalars";
import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ofAnybodySignedIn } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";

/** Where a book is on its way into the library. */
export enum AvailabilityStatus {
  UNKNOWN = "unknown",
  REQUESTED = "requested",
  DOWNLOADING = "downloading",
  PROCESSING = "processing",
  AVAILABLE = "available",
  FAILED = "failed",
}
registerEnumType(AvailabilityStatus, {
  name: "AvailabilityStatus",
  description: "Where a book is on its way into the library.",
});

/** A recording: a text read by somebody. Requested, on its way, or in the library. */
@ObjectType({ description: "A recording: a text read by somebody." })
@Entity({ tableName: "audiobooks", ...ofAnybodySignedIn() })
@Check({ name: "audiobooks_availability_status_check", expression: isOneOf("availability_status", AvailabilityStatus) })
@Index({
  name: "idx_audiobooks_created_at",
  expression: "create index idx_audiobooks_created_at on audiobooks (created_at desc, id desc)",
})
@Index({
  name: "idx_audiobooks_most_requested",
  expression:
    "create index idx_audiobooks_most_requested on audiobooks (request_count desc, id desc) where request_count > 0",
})
@Index({
  name: "idx_audiobooks_recently_available",
  expression:
    "create index idx_audiobooks_recently_available on audiobooks (available_at desc, id desc) where availability_status = 'available' and available_at is not null",
})
@Index({
  name: "idx_audiobooks_language",
  expression: "create index idx_audiobooks_language on audiobooks (language, created_at desc, id desc)",
})
@Index({
  name: "idx_audiobooks_abridged",
  expression: "create index idx_audiobooks_abridged on audiobooks (created_at desc, id desc) where is_abridged is true",
})
@Index({
  name: "idx_audiobooks_authors",
  expression:
    "create index idx_audiobooks_authors on audiobooks using gin (string_to_array(lower(author), ', ')) with (fastupdate = off)",
})
@Index({
  name: "idx_audiobooks_narrators",
  expression:
    "create index idx_audiobooks_narrators on audiobooks using gin (string_to_array(lower(narrator), ', ')) with (fastupdate = off)",
})
@Index({
  name: "idx_audiobooks_series",
  expression: "create index idx_audiobooks_series on audiobooks (lower(series_title))",
})
@Index({
  name: "idx_audiobooks_search",
  expression:
    "create index idx_audiobooks_search on audiobooks using gin (search_document, word_beginnings(search_document)) with (fastupdate = off)",
})
@Index({
  name: "idx_audiobooks_title_words",
  expression: 'create index idx_audiobooks_title_words on audiobooks (book_words(title) collate "C")',
})
@Trigger({
  name: "audiobooks_search_words",
  timing: "after",
  events: ["insert", "update"],
  body: `if tg_op = 'UPDATE' and new.search_document is not distinct from old.search_document then
      return null;
    end if;
    insert into search_words (word) select unnest(tsvector_to_array(new.search_document)) order by 1 on conflict do nothing;
    return null;`,
})
@Check({ name: "audiobooks_rating_check", expression: "rating >= 0 and rating <= 5" })
@Check({ name: "audiobooks_duration_minutes_check", expression: "duration_minutes >= 0" })
@Check({ name: "audiobooks_file_size_bytes_check", expression: "file_size_bytes >= 0" })
export class Audiobook {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Field(() => String, { nullable: true, description: "Audible ASIN, or the id in whichever catalog it came from." })
  @Unique({ name: "audiobooks_audible_id_key" })
  @Index({ name: "idx_audiobooks_audible_id" })
  @Property({ type: "string", length: 255, nullable: true })
  audibleId: string | null = null;

  @Field(() => String)
  @Index({ name: "idx_audiobooks_title" })
  @Property({ type: "string", length: 500 })
  title!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 500, nullable: true })
  subtitle: string | null = null;

  @Field(() => String, { description: "Comma-separated when there are several." })
  @Index({ name: "idx_audiobooks_author" })
  @Property({ type: "string", length: 255 })
  author!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 255, nullable: true })
  narrator: string | null = null;

  @Field(() => String, { nullable: true, description: "The series that it belongs to." })
  @Property({ type: "string", length: 255, nullable: true })
  seriesTitle: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "Its place in the series, as the catalog writes it: 1, 2.5, 1-3.",
  })
  @Property({ type: "string", length: 50, nullable: true })
  seriesPosition: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "The language that it is read in, in English and lower case: german.",
  })
  @Property({ type: "string", length: 50, nullable: true })
  language: string | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the text was cut for this recording; null: not known.",
  })
  @Property({ type: "boolean", nullable: true })
  isAbridged: boolean | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: "text", nullable: true })
  description: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: "text", nullable: true })
  coverArtUrl: string | null = null;

  @Field(() => Int, { nullable: true })
  @Property({ type: "integer", nullable: true })
  durationMinutes: number | null = null;

  @Field(() => String, { nullable: true, description: "ISO date, yyyy-mm-dd." })
  @Property({ type: "string", columnType: "date", nullable: true })
  releaseDate: string | null = null;

  @Field(() => Float, { nullable: true, description: "0 to 5." })
  @Property({ type: "decimal", precision: 3, scale: 2, runtimeType: "number", nullable: true })
  rating: number | null = null;

  @Field(() => [String])
  @Property({ type: "json", columnType: "jsonb", defaultRaw: "'[]'::jsonb", nullable: true })
  genres: string[] = [];

  @Field(() => String, { nullable: true, description: "The media server's own name of it, once it was recognised." })
  @Index({ name: "idx_audiobooks_plex_guid" })
  @Property({ type: "string", length: 255, nullable: true })
  plexGuid: string | null = null;

  @Field(() => String, { nullable: true, description: "The media server's library that holds it." })
  @Property({ type: "string", length: 255, nullable: true })
  plexLibraryId: string | null = null;

  /** Absolute folder in the media library, as stored when it was imported. For admins (a field resolver says so). */
  @Property({ type: "text", nullable: true })
  filePath: string | null = null;

  @Field(() => String, { nullable: true, description: "m4b, mp3, …" })
  @Property({ type: "string", length: 10, nullable: true })
  fileFormat: string | null = null;

  @Field(() => GraphQLBigInt, { nullable: true })
  @Property({ type: "bigint", runtimeType: "number", nullable: true })
  fileSizeBytes: number | null = null;

  @Field(() => AvailabilityStatus)
  @Index({ name: "idx_audiobooks_availability" })
  @Property({ type: "string", length: 50, default: AvailabilityStatus.UNKNOWN })
  availabilityStatus: AvailabilityStatus = AvailabilityStatus.UNKNOWN;

  /** Counted by a trigger of requests, so that no writer can forget it and a list can be ordered by it. */
  @Field(() => Int, {
    description: "How many people have asked for it and have not taken it back. Who they are is theirs to tell.",
  })
  @Property({ type: "integer", default: 0 })
  requestCount: number = 0;

  /** What a search looks at, made by PostgreSQL of the texts above (`find_audiobooks` in the migrations). Nobody reads it. */
  @Property({
    type: "string",
    columnType: "tsvector",
    generated: "(search_document(title, subtitle, series_title, author, narrator)) stored",
    nullable: true,
    lazy: true,
    hidden: true,
  })
  searchDocument?: string;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  @Field(() => Date)
  @Property({ ...timestampNow(), onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  @Field(() => Date, { nullable: true, description: "When it was recognised in the media server." })
  @Property({ ...timestamp(), nullable: true })
  availableAt: Date | null = null;
}
