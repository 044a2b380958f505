import { Check, Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import type { Ref } from "@mikro-orm/core";
import { GraphQLBigInt } from "graphql-scalars";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { isOneOf, primaryKey, timestamp, timestampNow } from "../database/columns.ts";
import { ofOwnRequest } from "../database/row-level-security.ts";
import { uuidV7 } from "../database/uuid-v7.ts";
import { Request } from "./request.entity.ts";

/** What the ranking made of a candidate. */
export enum ReleaseVerdict {
  /** It may be taken by itself. */
  ACCEPTABLE = "acceptable",
  /** It may be shown to a person, never taken by itself; `refusal` says why. */
  REFUSED = "refused",
  /** It was tried and passed over, or an admin blocked it. */
  BLOCKED = "blocked",
}
registerEnumType(ReleaseVerdict, { name: "ReleaseVerdict", description: "What became of a candidate." });

/** How the download of a chosen candidate stands. */
export enum DownloadStatus {
  QUEUED = "queued",
  DOWNLOADING = "downloading",
  COMPLETED = "completed",
  FAILED = "failed",
  STALLED = "stalled",
}
registerEnumType(DownloadStatus, { name: "DownloadStatus", description: "How a download stands." });

/** One reason of a score: so many points, and why. */
@ObjectType({ description: "One reason of a score: so many points, and why." })
export class ScoreReason {
  @Field(() => Int)
  points!: number;
  @Field(() => String)
  text!: string;
}

/**
 * A candidate: a release that a search found for a request, with its score and verdict; and, once it was selected,
 * its download. Kept for ever. `torrent_url` and `magnet_link` hold keys of other people's services: sealed.
 */
@ObjectType({ description: "A release that was found for a request, and its download once it was selected." })
@Entity({ tableName: "download_history", ...ofOwnRequest() })
@Unique({ name: "download_history_request_id_release_key_key", properties: ["request", "releaseKey"] })
@Index({
  name: "idx_download_history_created_at",
  expression: "create index idx_download_history_created_at on download_history (created_at desc)",
})
@Index({ name: "idx_download_history_torrent_hash", properties: ["torrentHash"] })
@Index({
  name: "idx_download_history_completed_at",
  expression:
    "create index idx_download_history_completed_at on download_history (completed_at) where download_status = 'completed'",
})
@Check({ name: "download_history_download_status_check", expression: isOneOf("download_status", DownloadStatus) })
@Check({ name: "download_history_verdict_check", expression: isOneOf("verdict", ReleaseVerdict) })
@Check({ name: "download_history_progress_check", expression: "progress >= 0 and progress <= 100" })
@Check({
  name: "download_history_counts_check",
  expression: "seeders >= 0 and leechers >= 0 and torrent_size_bytes >= 0",
})
export class DownloadHistory {
  @Field(() => ID)
  @PrimaryKey(primaryKey())
  id: string = uuidV7();

  @Index({ name: "idx_download_history_request_id" })
  @ManyToOne(() => Request, { ref: true, deleteRule: "cascade", updateRule: "no action" })
  request!: Ref<Request>;

  @Field(() => String)
  @Property({ type: "string", length: 100 })
  indexerName!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: "string", length: 500, nullable: true })
  torrentName: string | null = null;

  @Field(() => String, { nullable: true, description: "BitTorrent info hash, 40 lower-case hex digits." })
  @Property({ type: "string", length: 100, nullable: true })
  torrentHash: string | null = null;

  @Field(() => GraphQLBigInt, { nullable: true })
  @Property({ type: "bigint", runtimeType: "number", nullable: true })
  torrentSizeBytes: number | null = null;

  /** Sealed. */
  @Property({ type: "text", nullable: true, hidden: true })
  magnetLink: string | null = null;

  /** Sealed. */
  @Property({ type: "text", nullable: true, hidden: true })
  torrentUrl: string | null = null;

  @Field(() => Int, { nullable: true })
  @Property({ type: "integer", nullable: true })
  seeders: number | null = null;

  @Field(() => Int, { nullable: true })
  @Property({ type: "integer", nullable: true })
  leechers: number | null = null;

  @Field(() => Int, { nullable: true, description: "The sum of the reasons' points." })
  @Property({ type: "integer", nullable: true })
  qualityScore: number | null = null;

  @Field(() => Boolean, { description: "It is, or was, the chosen one." })
  @Index({ name: "idx_download_history_selected" })
  @Property({ type: "boolean", default: false, nullable: true })
  selected: boolean = false;

  @Field(() => String, { nullable: true, description: "qbittorrent, transmission or embedded." })
  @Property({ type: "string", length: 50, nullable: true })
  downloadClient: string | null = null;

  @Property({ type: "string", length: 255, nullable: true })
  downloadClientId: string | null = null;

  @Field(() => DownloadStatus, { nullable: true })
  @Property({ type: "string", length: 50, nullable: true })
  downloadStatus: DownloadStatus | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: "text", nullable: true })
  downloadError: string | null = null;

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  startedAt: Date | null = null;

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  completedAt: Date | null = null;

  @Field(() => Date)
  @Property(timestampNow())
  createdAt: Date = new Date();

  /** A person insists on it: what only casts doubt on it (its running time) is no reason against it. */
  @Field(() => Boolean, { description: "A person chose it, not the ranking." })
  @Property({ type: "boolean", default: false })
  selectedByHand: boolean = false;

  /** What makes two finds the same release: the info hash, or a digest of indexer and guid where none is known. */
  @Property({ type: "string", length: 64 })
  releaseKey!: string;

  @Field(() => ReleaseVerdict)
  @Property({ type: "string", length: 50 })
  verdict!: ReleaseVerdict;

  @Field(() => String, { nullable: true, description: "Why it is not taken by itself, in a sentence." })
  @Property({ type: "text", nullable: true })
  refusal: string | null = null;

  @Field(() => [ScoreReason])
  @Property({ type: "json", columnType: "jsonb", defaultRaw: "'[]'::jsonb" })
  scoreReasons: ScoreReason[] = [];

  @Field(() => Date, { nullable: true })
  @Property({ ...timestamp(), nullable: true })
  publishedAt: Date | null = null;

  /** The tracker's seeding goals. */
  @Property({ type: "double", nullable: true })
  minimumRatio: number | null = null;

  @Property({ type: "integer", nullable: true })
  minimumSeedSeconds: number | null = null;

  @Field(() => Int, { nullable: true, description: "Percent, 0 to 100." })
  @Property({ type: "integer", nullable: true })
  progress: number | null = null;

  @Field(() => GraphQLBigInt, { nullable: true })
  @Property({ type: "bigint", runtimeType: "number", nullable: true })
  downloadBytesPerSecond: number | null = null;

  @Field(() => Int, { nullable: true })
  @Property({ type: "integer", nullable: true })
  secondsLeft: number | null = null;

  /** When the last byte arrived (or the download was added): what "stalled" counts from. */
  @Property({ ...timestamp(), nullable: true })
  lastProgressAt: Date | null = null;

  /** Since when the download client does not show it, though it should. */
  @Property({ ...timestamp(), nullable: true })
  missingSince: Date | null = null;

  /** Absolute folder in the media library that this download was, or is about to be, renamed to. */
  @Property({ type: "text", nullable: true, hidden: true })
  importPath: string | null = null;

  /** When the search that found it was made: candidates younger than a day are tried before the indexers are asked again. */
  @Property(timestampNow())
  foundAt: Date = new Date();
}
