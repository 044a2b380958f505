/**
 * The tables as the schema document of the project describes them, restated for the test that compares. One line a
 * column: name, type, whether NULL is refused, default. What differs from the document on purpose stands in
 * migrations/README.md with its reason, and is marked here.
 */

/** A column: its name, and `type [not null] [default …]` in PostgreSQL's own words. */
export type ColumnLine = readonly [name: string, definition: string];

/** A table of the document. Columns that the pipeline added beside those are listed in `added`, by name only. */
export interface DocumentedTable {
  readonly columns: readonly ColumnLine[];
  readonly added: readonly string[];
  /** By the columns that they hold unique. */
  readonly unique: readonly string[];
  /** Name → the indexed columns, as PostgreSQL writes them. */
  readonly indexes: Readonly<Record<string, string>>;
  /** Column → `table, on delete`. */
  readonly references: Readonly<Record<string, string>>;
}

const id: ColumnLine = ["id", "uuid not null default gen_random_uuid()"];
// Departure: with time zone, to the millisecond; and never NULL where the database fills it in.
const createdAt: ColumnLine = ["created_at", "timestamp(3) with time zone not null default now()"];
const updatedAt: ColumnLine = ["updated_at", "timestamp(3) with time zone not null default now()"];
const time = "timestamp(3) with time zone";

/** Every table of the document. */
export const documentedTables: Readonly<Record<string, DocumentedTable>> = {
  users: {
    columns: [
      id,
      // Departure: nullable, for local accounts.
      ["plex_id", "character varying(255)"],
      ["plex_username", "character varying(255)"],
      ["plex_email", "character varying(255)"],
      ["role", "character varying(50) not null default 'user'::character varying"],
      ["avatar_url", "text"],
      ["auth_token", "text"],
      createdAt,
      updatedAt,
      ["last_login_at", time],
    ],
    added: [
      "username",
      "password_hash",
      "deactivated_at",
      "auto_approve",
      "request_quota",
      "request_quota_days",
      "may_select_releases",
      "plex_checked_at",
    ],
    unique: ["plex_id", "username"],
    indexes: { idx_users_plex_id: "plex_id", idx_users_role: "role" },
    references: {},
  },
  audiobooks: {
    columns: [
      id,
      ["audible_id", "character varying(255)"],
      ["title", "character varying(500) not null"],
      ["author", "character varying(255) not null"],
      ["narrator", "character varying(255)"],
      ["description", "text"],
      ["cover_art_url", "text"],
      ["duration_minutes", "integer"],
      ["release_date", "date"],
      ["rating", "numeric(3,2)"],
      ["genres", "jsonb default '[]'::jsonb"],
      ["plex_guid", "character varying(255)"],
      ["plex_library_id", "character varying(255)"],
      ["file_path", "text"],
      ["file_format", "character varying(10)"],
      ["file_size_bytes", "bigint"],
      ["availability_status", "character varying(50) not null default 'unknown'::character varying"],
      createdAt,
      updatedAt,
      ["available_at", time],
    ],
    added: [
      "subtitle",
      "series_title",
      "series_position",
      "language",
      "is_abridged",
      "request_count",
      "search_document",
    ],
    unique: ["audible_id"],
    indexes: {
      idx_audiobooks_audible_id: "audible_id",
      idx_audiobooks_plex_guid: "plex_guid",
      idx_audiobooks_title: "title",
      idx_audiobooks_author: "author",
      idx_audiobooks_availability: "availability_status",
    },
    references: {},
  },
  requests: {
    columns: [
      id,
      ["user_id", "uuid not null"],
      ["audiobook_id", "uuid not null"],
      ["status", "character varying(50) not null default 'pending'::character varying"],
      ["progress", "integer default 0"],
      ["priority", "integer default 0"],
      ["error_message", "text"],
      ["search_attempts", "integer default 0"],
      ["download_attempts", "integer default 0"],
      createdAt,
      updatedAt,
      ["completed_at", time],
    ],
    added: [
      "archived_at",
      "step",
      "blocker",
      "blocker_message",
      "next_try_at",
      "version",
      "changed_in",
      "decision_reason",
      "decided_at",
      "decided_by_id",
    ],
    unique: ["user_id, audiobook_id"],
    indexes: {
      idx_requests_user_id: "user_id",
      idx_requests_audiobook_id: "audiobook_id",
      idx_requests_status: "status",
      // Departure: and id, which makes the order total.
      idx_requests_created_at: "created_at DESC, id DESC",
    },
    references: { user_id: "users, cascade", audiobook_id: "audiobooks, cascade" },
  },
  download_history: {
    columns: [
      id,
      ["request_id", "uuid not null"],
      ["indexer_name", "character varying(100) not null"],
      ["torrent_name", "character varying(500)"],
      ["torrent_hash", "character varying(100)"],
      ["torrent_size_bytes", "bigint"],
      ["magnet_link", "text"],
      ["torrent_url", "text"],
      ["seeders", "integer"],
      ["leechers", "integer"],
      ["quality_score", "integer"],
      ["selected", "boolean default false"],
      ["download_client", "character varying(50)"],
      ["download_client_id", "character varying(255)"],
      ["download_status", "character varying(50)"],
      ["download_error", "text"],
      ["started_at", time],
      ["completed_at", time],
      createdAt,
    ],
    added: [
      "release_key",
      "verdict",
      "refusal",
      "score_reasons",
      "published_at",
      "minimum_ratio",
      "minimum_seed_seconds",
      "missing_since",
      "selected_by_hand",
      "progress",
      "download_bytes_per_second",
      "seconds_left",
      "last_progress_at",
      "import_path",
      "found_at",
    ],
    unique: ["request_id, release_key"],
    indexes: {
      idx_download_history_request_id: "request_id",
      idx_download_history_selected: "selected",
      idx_download_history_created_at: "created_at DESC",
    },
    references: { request_id: "requests, cascade" },
  },
  configuration: {
    columns: [
      id,
      ["key", "character varying(255) not null"],
      ["value", "text"],
      ["encrypted", "boolean default false"],
      ["category", "character varying(100)"],
      ["description", "text"],
      createdAt,
      updatedAt,
    ],
    added: [],
    unique: ["key"],
    indexes: { idx_configuration_key: "key", idx_configuration_category: "category" },
    references: {},
  },
  jobs: {
    columns: [
      id,
      // Departure: bull_job_id, since pg-boss is the queue.
      ["queue_job_id", "character varying(255)"],
      ["request_id", "uuid"],
      ["type", "character varying(100) not null"],
      ["status", "character varying(50) not null default 'pending'::character varying"],
      ["priority", "integer default 0"],
      ["attempts", "integer default 0"],
      ["max_attempts", "integer default 3"],
      ["payload", "jsonb"],
      ["result", "jsonb"],
      ["error_message", "text"],
      ["stack_trace", "text"],
      ["started_at", time],
      ["completed_at", time],
      createdAt,
      updatedAt,
    ],
    added: ["progress"],
    unique: [],
    indexes: {
      idx_jobs_request_id: "request_id",
      idx_jobs_type: "type",
      idx_jobs_status: "status",
      idx_jobs_created_at: "created_at DESC",
    },
    references: { request_id: "requests, set null" },
  },
};
