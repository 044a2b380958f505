import { z } from "zod";
import { hasPlexMembers } from "../users/sign-in/open-plex.ts";
import { checkPlexPeople } from "../users/sign-in/plex-people.ts";
import type { Job } from "./job.ts";

/** Signs out, every hour, whoever came through Plex and has no access to the Plex server any more. */
export const checkPlexAccess: Job<unknown> = {
  description: "Signs out whoever came through Plex and has no access to the Plex server any more.",
  data: z.any(),
  concurrency: 1,
  batchSize: 1,
  expireInSeconds: 1800,
  // Not on the hour, when everybody asks plex.tv.
  schedule: "41 * * * *",
  async run(ctx) {
    if (!hasPlexMembers(await ctx.integrations.settings())) return { skipped: "Nobody needs access to a Plex server." };
    return checkPlexPeople(ctx, ctx.signal);
  },
};
