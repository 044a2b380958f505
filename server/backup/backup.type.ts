import { GraphQLBigInt } from "graphql-scalars";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import type { StoredBackup } from "./backup-folder.ts";

/** What is known of how good a backup is. */
export enum BackupState {
  GOOD = "good",
  UNCHECKED = "unchecked",
  FAILED = "failed",
}
registerEnumType(BackupState, {
  name: "BackupState",
  description: "What is known of how good a backup is.",
  valuesConfig: {
    GOOD: { description: "It was restored into a database of its own, and every row was found again." },
    UNCHECKED: { description: "Nobody has restored it: it is being checked, could not be, or was brought here." },
    FAILED: { description: "It did not restore, and was set aside; the reason says why." },
  },
});

/** Why a backup was made. */
export enum BackupCause {
  SCHEDULE = "schedule",
  HAND = "hand",
  BEFORE_MIGRATION = "before_migration",
  BEFORE_RESTORE = "before_restore",
}
registerEnumType(BackupCause, { name: "BackupCause", description: "Why a backup was made." });

/** A backup as admins see it. */
@ObjectType({
  description: "A file with everything that the database held at one moment. The encryption keys are not in it.",
})
export class Backup {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: "Of the file, in the folder of the backups." })
  name!: string;
  @Field(() => Date)
  madeAt!: Date;
  @Field(() => GraphQLBigInt)
  sizeBytes!: number;
  @Field(() => BackupState)
  state!: BackupState;
  @Field(() => String, { nullable: true, description: "Why it is not known to be good." })
  reason!: string | null;
  @Field(() => BackupCause, { nullable: true, description: "null when it was brought here from elsewhere." })
  cause!: BackupCause | null;
  @Field(() => Int, { nullable: true, description: "In all tables together." })
  rows!: number | null;
  @Field(() => String, { nullable: true, description: "The version that made it." })
  program!: string | null;
}

/** @returns it as the API shows it. */
export function toBackup({ name, madeAt, sizeBytes, state, note }: StoredBackup): Backup {
  return {
    id: name,
    name,
    madeAt,
    sizeBytes,
    state: state as BackupState,
    reason: note?.reason ?? null,
    cause: (note?.cause ?? null) as BackupCause | null,
    rows: note?.rows ?? null,
    program: note?.program ?? null,
  };
}
