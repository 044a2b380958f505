import { Migration } from "@mikro-orm/migrations";
import { Migration20261130123000_search_beginnings } from "./Migration20261130123000_search_beginnings.ts";

export class Migration20261130182000_word_beginnings extends Migration {
  override name = "Migration20261130182000_word_beginnings";

  override up(): void | Promise<void> {
    // All that begins with three letters may be a sixth of the books, and an index of words has to bring together the lists
    // of every such word. As an entry of its own a beginning is one list more, and two lists are gone through side by side.
    this.addSql(String.raw`
  create function word_beginnings(document tsvector) returns text[]
  language sql immutable strict parallel safe cost 1000
  return array(select distinct left(word, letters) from unnest(tsvector_to_array(document)) word, generate_series(1, 3) letters);`);
    this.addSql(`drop index idx_audiobooks_search;`);
    this.addSql(
      `create index idx_audiobooks_search on audiobooks using gin (search_document, word_beginnings(search_document)) with (fastupdate = off);`,
    );
    // The first thousand of what very many books have are found soonest by looking through the table. Statistics reckon a
    // beginning at half of what it brings; `is true` keeps the planner from the index.
    this.addSql(String.raw`
  create or replace function find_audiobooks(typed text) returns table (id uuid, rank int)
  language plpgsql stable strict rows 100 security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set synchronize_seqscans = off
  set max_parallel_workers_per_gather = 0 as $$
  #variable_conflict use_column
  declare
    words constant text[] := (string_to_array(book_words(typed), ' '))[1:10];
    last constant int := cardinality(words);
    letters int;
    is_lenient boolean;
    is_word boolean;
    is_start boolean;
    phrase text;
    alike text[];
    part text;
    ranked text[];
    nearest text[];
    spelt text[];
    wanted text[];
    beginnings text[];
    query tsquery;
    best tsquery;
    sought tsquery;
    whole tsquery;
    is_common boolean;
  begin
    if last = 0 then return; end if;
    foreach is_lenient in array array[false, true] loop
      ranked := '{}';
      nearest := '{}';
      spelt := words;
      wanted := '{}';
      beginnings := '{}';
      for place in 1..last loop
        letters := length(words[place]);
        part := quote_literal(words[place]);
        if place = last and last > 1 and letters < 3 then
          beginnings := beginnings || words[place];
          exit;
        end if;
        is_word := exists (select from search_words where word = words[place]);
        is_start := letters > 2 and (place = last or not is_word) and exists (
          select from search_words where word >= words[place] and word < words[place] || U&'\+10FFFF');
        alike := case when is_lenient or not (is_word or is_start) then words_like(words[place]) else '{}' end;
        if is_start then part := part || ':*'; end if;
        spelt[place] := coalesce(alike[1], words[place]);
        nearest := nearest || coalesce(quote_literal(alike[1]), part);
        part := concat('(', part, (select string_agg(' | ' || quote_literal(word), '') from unnest(alike) word), ')');
        ranked := ranked || part;
        if is_start and letters = 3 then beginnings := beginnings || words[place]; else wanted := wanted || part; end if;
      end loop;
      query := array_to_string(ranked, ' & ');
      best := array_to_string(nearest, ' & ');
      sought := nullif(array_to_string(wanted, ' & '), '');
      whole := array_to_string(wanted || array(select quote_literal(beginning) || ':*' from unnest(beginnings) beginning), ' & ');
      is_common := books_reckoned(whole) > 20000;
      phrase := array_to_string(spelt, ' ');
      return query
        select found.id, max(found.rank)::int from (
          (select a.id, 200000000 + (1000000 * ts_rank('{0.05,0.2,0.4,1}', a.search_document, best, 1))::int as rank
             from audiobooks a where book_words(a.title) collate "C" = phrase limit 200)
          union all
          (select a.id, 100000000 + (1000000 * ts_rank('{0.05,0.2,0.4,1}', a.search_document, best, 1))::int
             from audiobooks a
            where book_words(a.title) collate "C" >= phrase and book_words(a.title) collate "C" < phrase || U&'\+10FFFF'
            limit 200)
          union all
          (select a.id, (1000000 * ts_rank('{0.05,0.2,0.4,1}', a.search_document, query, 1))::int
                  + case when a.search_document @@ best then 10000000 else 0 end
             from audiobooks a
            where (is_common or sought is null or a.search_document @@ sought)
              and (is_common or beginnings = '{}' or word_beginnings(a.search_document) @> beginnings)
              and (not is_common or (a.search_document @@ whole) is true) limit 1001)) found
        group by found.id order by 2 desc limit 1001;
      exit when found;
    end loop;
  end $$;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index idx_audiobooks_search;`);
    this.addSql(
      `create index idx_audiobooks_search on audiobooks using gin (search_document) with (fastupdate = off);`,
    );
    this.addSql(`drop function books_reckoned(tsquery);`);
    const before = new Migration20261130123000_search_beginnings(this.driver, this.config);
    void before.up();
    for (const query of before.getQueries()) this.addSql(query);
    this.addSql(`drop function word_beginnings(tsvector);`);
  }
}
