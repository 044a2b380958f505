/** Every sentence of the client in English, by the folder that says it. The other languages have the same keys, or do not compile. */
import { audiobooks } from "../audiobooks/words.en.ts";
import { backup } from "../backup/words.en.ts";
import { configuration } from "../configuration/words.en.ts";
import { graphql } from "../graphql/words.en.ts";
import { jobs } from "../jobs/words.en.ts";
import { layout } from "../layout/words.en.ts";
import { notifications } from "../notifications/words.en.ts";
import { playground } from "../playground/words.en.ts";
import { profile } from "../profile/words.en.ts";
import { requests } from "../requests/words.en.ts";
import { security } from "../security/words.en.ts";
import { system } from "../system/words.en.ts";
import { ui } from "../ui/words.en.ts";
import { users } from "../users/words.en.ts";

export const english = {
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
  system,
  ui,
  users,
} as const;

/** What a language has to say: the shape of the English words, in sentences of its own. */
export type Translation<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : Translation<Words[Key]>;
};
