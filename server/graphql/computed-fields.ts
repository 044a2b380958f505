import { Audiobook } from "../audiobooks/audiobook.entity.ts";
import { Request } from "../requests/request.entity.ts";
import { User } from "../users/user.entity.ts";
import type { ComputedFrom } from "./planned-rows.ts";

/** The columns behind each field that is computed from several, or from another one. */
export const computedFrom: ComputedFrom = new Map<any, Record<string, string[]>>([
  [Audiobook, { coverUrl: ["coverArtUrl"] }],
  [
    User,
    {
      name: ["username", "plexUsername"],
      pictureUrl: ["avatarUrl"],
      canSelectReleases: ["role", "maySelectReleases"],
      lastSeenAt: ["lastLoginAt"],
      needsApproval: ["role", "autoApprove"],
      quota: ["role", "requestQuota", "requestQuotaDays"],
    },
  ],
  [Request, { blocker: ["blocker", "blockerMessage", "nextTryAt"], decidedBy: ["decidedById"] }],
]);
