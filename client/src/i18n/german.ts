/** Every sentence of the client in German; loaded only when it is chosen. */
import { audiobooks } from "../audiobooks/words.de.ts";
import { settings } from "../configuration/settings.de.ts";
import { backup } from "../backup/words.de.ts";
import { configuration } from "../configuration/words.de.ts";
import { graphql } from "../graphql/words.de.ts";
import { jobs } from "../jobs/words.de.ts";
import { layout } from "../layout/words.de.ts";
import { notifications } from "../notifications/words.de.ts";
import { playground } from "../playground/words.de.ts";
import { profile } from "../profile/words.de.ts";
import { requests } from "../requests/words.de.ts";
import { security } from "../security/words.de.ts";
import { system } from "../system/words.de.ts";
import { ui } from "../ui/words.de.ts";
import { users } from "../users/words.de.ts";
import type { english, Translation } from "./english.ts";

// The settings come from the server, in English: only the other languages have words of their own for them.
export const german: Translation<typeof english> & { readonly settings: typeof settings } = {
  audiobooks,
  backup,
  configuration,
  graphql,
  jobs,
  layout,
  notifications,
  playground,
  profile,
  requests,
  security,
  settings,
  system,
  ui,
  users,
};
