/** What is never taken again for a book: releases that were tried and were no good. */
import { ref } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { BlockedRelease } from "./blocked-release.entity.ts";

/** What a release is known by: `releaseKey` always, its info hash as soon as that is known. */
export interface KnownRelease {
  readonly releaseKey: string;
  readonly torrentHash: string | null;
  readonly torrentName: string | null;
}

/** @returns key or info hash → why it is blocked. */
export async function findBlockedReleases(em: EntityManager, audiobookId: string): Promise<Map<string, string>> {
  const rows = await em.find(BlockedRelease, { audiobook: audiobookId });
  return new Map(
    rows.flatMap(({ releaseKey, torrentHash, reason }) =>
      [releaseKey, torrentHash].flatMap((name) => (name ? [[name, reason] as const] : [])),
    ),
  );
}

/** Blocks a release for a book; once is enough. @param reason a sentence. @returns the id of the block. */
export async function blockRelease(
  em: EntityManager,
  audiobookId: string,
  { releaseKey, torrentHash, torrentName }: KnownRelease,
  reason: string,
): Promise<string> {
  const before = await em.findOne(BlockedRelease, { audiobook: audiobookId, releaseKey });
  if (before) return before.id;
  const audiobook = ref(em.getReference(Audiobook, audiobookId));
  const block = Object.assign(new BlockedRelease(), { audiobook, releaseKey, torrentHash, torrentName, reason });
  em.persist(block);
  return block.id;
}

/** Lets a release be taken again for a book, under whichever name it was blocked. */
export async function unblockRelease(em: EntityManager, audiobookId: string, release: KnownRelease): Promise<void> {
  const { releaseKey, torrentHash } = release;
  const same = [{ releaseKey }, ...(torrentHash ? [{ torrentHash }] : [])];
  await em.nativeDelete(BlockedRelease, { audiobook: audiobookId, $or: same });
}
