import { Migration } from "@mikro-orm/migrations";

export class Migration20261130123000_search_beginnings extends Migration {
  override name = "Migration20261130123000_search_beginnings";

  override up(): void | Promise<void> {
    // How many books PostgreSQL reckons that a search finds, from its statistics. EXPLAIN is not for functions that are stable.
    this.addSql(String.raw`
  create function books_reckoned(query tsquery) returns bigint
  language plpgsql strict security definer set search_path = public, pg_temp as $$
  declare
    plan json;
  begin
    execute format('explain (format json) select from audiobooks where search_document @@ %L', query) into plan;
    return plan -> 0 -> 'Plan' ->> 'Plan Rows';
  end $$;`);
    // All that begins with three letters may be a sixth of the books, and an index of words brings together every one of
    // them first. Where the other words are rarer by far, it is asked for these alone, and the beginning is looked for in
    // what they bring.
    this.addSql(String.raw`
  create or replace function find_audiobooks(typed text) returns table (id uuid, rank int)
  language plpgsql stable strict rows 100 security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set synchronize_seqscans = off as $$
  #variable_conflict use_column
  declare
    words constant text[] := (string_to_array(book_words(typed), ' '))[1:10];
    last constant int := cardinality(words);
    is_lenient boolean;
    is_word boolean;
    is_start boolean;
    phrase text;
    alike text[];
    part text;
    parts text[];
    nearest text[];
    spelt text[];
    query tsquery;
    narrower tsquery;
    sieve tsquery;
    others tsquery;
    most int;
    best tsquery;
  begin
    if last = 0 then return; end if;
    foreach is_lenient in array array[false, true] loop
      parts := '{}';
      nearest := '{}';
      spelt := words;
      narrower := null;
      most := 1001;
      for place in 1..last loop
        part := quote_literal(words[place]);
        if place = last and last > 1 and length(words[place]) < 3 then
          narrower := part || ':*';
          most := 2001;
          continue;
        end if;
        is_word := exists (select from search_words where word = words[place]);
        is_start := length(words[place]) > 2 and (place = last or not is_word) and exists (
          select from search_words where word >= words[place] and word < words[place] || U&'\+10FFFF');
        alike := case when is_lenient or not (is_word or is_start) then words_like(words[place]) else '{}' end;
        if is_start then part := part || ':*'; end if;
        spelt[place] := coalesce(alike[1], words[place]);
        nearest := nearest || coalesce(quote_literal(alike[1]), part);
        parts := parts || concat('(', part, (select string_agg(' | ' || quote_literal(word), '') from unnest(alike) word), ')');
      end loop;
      query := array_to_string(parts, ' & ');
      sieve := query;
      if is_start and last > 1 and narrower is null then
        others := array_to_string(parts[1:last - 1], ' & ');
        if books_reckoned(others) * 10 < books_reckoned(parts[last]::tsquery) then
          sieve := others;
          narrower := query;
          most := 20000;
        end if;
      end if;
      best := array_to_string(nearest, ' & ');
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
          (select m.id, (1000000 * ts_rank('{0.05,0.2,0.4,1}', m.search_document, query, 1))::int
                  + case when m.search_document @@ best then 10000000 else 0 end
             from (select a.id, a.search_document from audiobooks a where a.search_document @@ sieve limit most) m
            where narrower is null or m.search_document @@ narrower limit 1001)) found
        group by found.id order by 2 desc limit 1001;
      exit when found;
    end loop;
  end $$;`);
  }

  override down(): void | Promise<void> {
    this.addSql(String.raw`
  create or replace function find_audiobooks(typed text) returns table (id uuid, rank int)
  language plpgsql stable strict rows 100 security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set synchronize_seqscans = off as $$
  #variable_conflict use_column
  declare
    words constant text[] := (string_to_array(book_words(typed), ' '))[1:10];
    last constant int := cardinality(words);
    is_lenient boolean;
    is_word boolean;
    is_start boolean;
    phrase text;
    alike text[];
    part text;
    parts text[];
    nearest text[];
    spelt text[];
    query tsquery;
    narrower tsquery;
    best tsquery;
  begin
    if last = 0 then return; end if;
    foreach is_lenient in array array[false, true] loop
      parts := '{}';
      nearest := '{}';
      spelt := words;
      narrower := null;
      for place in 1..last loop
        part := quote_literal(words[place]);
        if place = last and last > 1 and length(words[place]) < 3 then
          narrower := part || ':*';
          continue;
        end if;
        is_word := exists (select from search_words where word = words[place]);
        is_start := length(words[place]) > 2 and (place = last or not is_word) and exists (
          select from search_words where word >= words[place] and word < words[place] || U&'\+10FFFF');
        alike := case when is_lenient or not (is_word or is_start) then words_like(words[place]) else '{}' end;
        if is_start then part := part || ':*'; end if;
        spelt[place] := coalesce(alike[1], words[place]);
        nearest := nearest || coalesce(quote_literal(alike[1]), part);
        parts := parts || concat('(', part, (select string_agg(' | ' || quote_literal(word), '') from unnest(alike) word), ')');
      end loop;
      query := array_to_string(parts, ' & ');
      best := array_to_string(nearest, ' & ');
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
          (select m.id, (1000000 * ts_rank('{0.05,0.2,0.4,1}', m.search_document, query, 1))::int
                  + case when m.search_document @@ best then 10000000 else 0 end
             from (select a.id, a.search_document from audiobooks a where a.search_document @@ query limit 1001) m
            where narrower is null or m.search_document @@ narrower)) found
        group by found.id order by 2 desc limit 1001;
      exit when found;
    end loop;
  end $$;`);
    this.addSql(`drop function books_reckoned(tsquery);`);
  }
}
