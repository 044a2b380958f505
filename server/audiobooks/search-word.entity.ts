import { Entity, Index, PrimaryKey } from "@mikro-orm/decorators/legacy";
import { ofNobody } from "../database/row-level-security.ts";

/**
 * A word that some book can be found by. What is typed and no such word is taken for one that is like it: of a hundred
 * thousand words those are found at once, of a million titles they are not. A trigger of `audiobooks` adds them.
 */
@Entity({ tableName: "search_words", ...ofNobody })
@Index({
  name: "idx_search_words_shortened",
  expression:
    "create index idx_search_words_shortened on search_words using gin (shortened(word)) with (fastupdate = off)",
})
@Index({
  name: "idx_search_words_trigrams",
  expression:
    "create index idx_search_words_trigrams on search_words using gin (word gin_trgm_ops) with (fastupdate = off)",
})
export class SearchWord {
  /** In the order of its bytes, so that one range has all that begin alike. */
  @PrimaryKey({ type: "text", collation: "C" })
  word!: string;
}
