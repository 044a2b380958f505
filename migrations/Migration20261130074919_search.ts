import { Migration } from "@mikro-orm/migrations";

export class Migration20261130074919_search extends Migration {
  override name = "Migration20261130074919_search";

  override up(): void | Promise<void> {
    // Trigrams of single words; a title has no index of them. Every PostgreSQL comes with this extension, and an owner may make it.
    this.addSql(`create extension if not exists pg_trgm;`);
    // Lower case and without marks: what tells é from e nobody types. NFKD does not take apart what is not composed.
    this.addSql(String.raw`
      create function plain_text(text text) returns text language sql immutable strict parallel safe
      return replace(replace(replace(replace(
        translate(lower(regexp_replace(normalize(text, nfkd), '[\u0300-\u036f]', '', 'g')), 'øłđðı’‘ʼ${"`"}´‐‑', 'olddi''''''''''--'),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');`);
    // With one space in the place of whatever is neither letter nor digit. By code points, so that no locale has a say.
    this.addSql(String.raw`
      create function words_of(plain text) returns text language sql immutable strict parallel safe
      return trim(regexp_replace(plain,
        '[\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f]+', ' ', 'g'));`);
    // What people leave out or add goes, unless nothing else is there.
    this.addSql(String.raw`
      create function without_articles(words text) returns text language sql immutable strict parallel safe
      return coalesce(nullif(trim(regexp_replace(' ' || words || ' ',
        ' (?:the|an?|and|of|der|die|das|de[nms]?|eine?|und|le|las?|les|une?|et|el|los|y|il|lo|e|het|en)(?= )', '', 'g')), ''), words);`);
    this.addSql(String.raw`
      create function book_words(text text) returns text language sql immutable strict parallel safe
      return without_articles(words_of(replace(plain_text(text), '''', '')));`);
    // L'Étranger is letranger and etranger, Spider-Man is spiderman too, and J. K. Rowling is jk rowling.
    this.addSql(String.raw`
      create function search_vector(text text) returns tsvector language plpgsql immutable parallel safe as $$
      declare
        plain text := plain_text(coalesce(text, ''));
        words text := without_articles(words_of(replace(plain, '''', '')));
        others text := '';
      begin
        if plain ~ '[''.-]|\m[^ ] [^ ]\M' then
          select ' ' || string_agg(distinct word, ' ') into others
            from unnest(string_to_array(without_articles(words_of(plain)) || ' ' ||
                   without_articles(regexp_replace(words_of(translate(plain, '''.-', '')), '(?<![^ ])([^ ]) (?=[^ ](?: |$))', '\1', 'g')), ' ')) word
           where word <> all (string_to_array(words, ' '));
        end if;
        return to_tsvector('simple', words || coalesce(others, ''));
      end $$;`);
    this.addSql(String.raw`
      create function search_document(title text, subtitle text, series text, author text, narrator text) returns tsvector
      language sql immutable parallel safe
      return setweight(search_vector(title), 'A') || setweight(search_vector(series), 'B') || setweight(search_vector(author), 'B')
        || setweight(search_vector(narrator), 'C') || setweight(search_vector(subtitle), 'D');`);
    // Two words of which one becomes the other by one slip have one of these in common.
    this.addSql(String.raw`
      create function shortened(word text) returns text[] language sql immutable strict parallel safe
      begin atomic
        select array(select word union select left(word, n - 1) || substr(word, n + 1) from generate_series(1, length(word)) n);
      end;`);
    this.addSql(String.raw`
      create function swapped(word text) returns text[] language sql immutable strict parallel safe
      begin atomic
        select array(select left(word, n - 1) || substr(word, n + 1, 1) || substr(word, n, 1) || substr(word, n + 2)
                       from generate_series(1, length(word) - 1) n);
      end;`);
    this.addSql(
      `alter table "audiobooks" add "search_document" tsvector generated always as (search_document(title, subtitle, series_title, author, narrator)) stored;`,
    );
    this.addSql(
      `create index idx_audiobooks_search on audiobooks using gin (search_document) with (fastupdate = off);`,
    );
    this.addSql(`create index idx_audiobooks_title_words on audiobooks (book_words(title) collate "C");`);

    this.addSql(`create table "search_words" ("word" text collate "C" not null, primary key ("word"));`);
    this.addSql(`alter table "search_words" enable row level security;`);
    this.addSql(`alter table "search_words" force row level security;`);
    this.addSql(`create policy house on search_words to current_user using (true);`);
    this.addSql(
      `insert into search_words (word) select distinct unnest(tsvector_to_array(search_document)) from audiobooks;`,
    );
    this.addSql(`create index idx_search_words_shortened on search_words using gin (shortened(word));`);
    this.addSql(`create index idx_search_words_trigrams on search_words using gin (word gin_trgm_ops);`);
    this
      .addSql(`create or replace function "audiobooks_audiobooks_search_words_fn"() returns trigger as \$\$ begin if tg_op = 'UPDATE' and new.search_document is not distinct from old.search_document then
      return null;     end if;     insert into search_words (word) select unnest(tsvector_to_array(new.search_document)) order by 1 on conflict do nothing;     return null; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "audiobooks_search_words" AFTER INSERT OR UPDATE on "audiobooks" for each ROW execute function "audiobooks_audiobooks_search_words_fn"();`,
    );
    // The words that one slip, or in a longer word a few, make of what was typed: the likeliest first.
    this.addSql(String.raw`
      create function words_like(typed text) returns text[]
      language plpgsql stable strict security definer set search_path = public, pg_temp as $$
      declare
        alike text[];
      begin
        if length(typed) < 4 or typed ~ '^[0-9]+$' then return '{}'; end if;
        alike := array(select word from search_words where shortened(word) && shortened(typed)
                        order by (word = any (swapped(typed))) desc, similarity(word, typed) desc, word limit 20);
        if alike = '{}' and length(typed) > 5 then
          alike := array(select word from search_words where word % typed and similarity(word, typed) >= 0.4
                          order by similarity(word, typed) desc, word limit 5);
        end if;
        return alike;
      end $$;`);
    // What was typed, corrected only as far as nothing is found otherwise; a word that is being typed stands for all that begin so.
    // It runs as the owner: under row-level security no index serves `@@`, as PostgreSQL does not know that it tells nothing.
    // Whoever calls it joins the table itself, behind its wall. Of more than a thousand books those count that were come by first,
    // but for titles that begin as it was typed.
    this.addSql(String.raw`
      create function find_audiobooks(typed text) returns table (id uuid, rank int)
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
              (select a.id, case book_words(a.title) when phrase then 200000000 else 100000000 end
                      + (1000000 * ts_rank('{0.05,0.2,0.4,1}', a.search_document, best, 1))::int as rank
                 from audiobooks a
                where book_words(a.title) collate "C" >= phrase and book_words(a.title) collate "C" < phrase || U&'\+10FFFF'
                order by book_words(a.title) collate "C" limit 200)
              union all
              (select m.id, (1000000 * ts_rank('{0.05,0.2,0.4,1}', m.search_document, query, 1))::int
                      + case when m.search_document @@ best then 10000000 else 0 end
                 from (select a.id, a.search_document from audiobooks a where a.search_document @@ query limit 1001) m
                where narrower is null or m.search_document @@ narrower)) found
            group by found.id order by 2 desc limit 1001;
          exit when found;
        end loop;
      end $$;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop function find_audiobooks(text);`);
    this.addSql(`drop function words_like(text);`);
    this.addSql(`drop trigger if exists "audiobooks_search_words" on "audiobooks";`);
    this.addSql(`drop function if exists "audiobooks_audiobooks_search_words_fn"();`);
    this.addSql(`drop table if exists "search_words" cascade;`);
    this.addSql(`drop index "idx_audiobooks_title_words";`);
    this.addSql(`alter table "audiobooks" drop column "search_document";`);
    this.addSql(`drop function search_document(text, text, text, text, text);`);
    this.addSql(`drop function search_vector(text);`);
    this.addSql(`drop function book_words(text);`);
    this.addSql(`drop function without_articles(text);`);
    this.addSql(`drop function words_of(text);`);
    this.addSql(`drop function plain_text(text);`);
    this.addSql(`drop function shortened(text);`);
    this.addSql(`drop function swapped(text);`);
    // Where somebody else made the extension, it stays theirs.
    this.addSql(`
      do $$ begin
        if exists (select from pg_extension where extname = 'pg_trgm' and extowner = current_user::regrole) then
          drop extension pg_trgm;
        end if;
      end $$;`);
  }
}
