import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useClient, type AnyVariables, type CombinedError, type TypedDocumentNode } from "urql";

/** A list that is loaded page by page, and stays live: each page is a query of its own. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  /** Nothing has come yet, or a page is on its way. */
  readonly isLoading: boolean;
  /** The first page is there. */
  readonly isThere: boolean;
  readonly hasMore: boolean;
  readonly error: CombinedError | undefined;
  loadMore(): void;
  retry(): void;
}

/** What a page holds, and what is asked differently for the next one; null where it ends. */
export type ReadPage<Data, Variables, Item> = (
  data: Data,
  asked: Variables,
) => {
  readonly items: readonly Item[];
  readonly next: Readonly<Record<string, unknown>> | null;
};

interface Loaded<Data> {
  readonly key: string;
  readonly results: readonly {
    readonly asked: AnyVariables;
    readonly data?: Data | undefined;
    readonly error?: CombinedError | undefined;
  }[];
}

/**
 * @param variables of the first page; null asks for nothing. Others begin the list anew, and late answers to the ones
 * before are dropped. @param read must be the same function each time.
 */
export function usePages<Data, Variables extends AnyVariables, Item>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
  read: ReadPage<Data, Variables, Item>,
): Pages<Item> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [loaded, setLoaded] = useState<Loaded<Data>>({ key: "", results: [] });
  const stops = useRef<(() => void)[]>([]);

  const load = useCallback(
    (index: number, asked: Variables, isAnew = false) => {
      stops.current[index]?.();
      const { unsubscribe } = client
        .query(document, asked, { requestPolicy: isAnew ? "network-only" : "cache-and-network" })
        .subscribe(({ data, error }) =>
          setLoaded((before) => {
            const results = before.key === key ? [...before.results] : [];
            results[index] = { asked, data: data ?? results[index]?.data, error };
            return { key, results };
          }),
        );
      stops.current[index] = unsubscribe;
    },
    [client, document, key],
  );
  useEffect(() => {
    if (key !== "null") load(0, JSON.parse(key) as Variables);
    return () => {
      for (const stop of stops.current.splice(0)) stop();
    };
  }, [key, load]);

  const results = loaded.key === key ? loaded.results : noResults;
  // A page that has not changed keeps its items: what shows them need not be drawn again.
  const known = useRef(new WeakMap<object, ReturnType<typeof read>>());
  const pages = useMemo(
    () =>
      results.flatMap(({ data, asked }) => {
        if (!data) return [];
        const page = known.current.get(data) ?? read(data, asked as Variables);
        known.current.set(data, page);
        return [page];
      }),
    [results, read],
  );
  const items = useMemo(() => pages.flatMap((page) => page.items), [pages]);
  const next = pages.at(-1)?.next ?? null;
  const error = results.find((each) => each.error && !each.data)?.error;
  const isLoading = key !== "null" && !error && (results.length === 0 || stops.current.length > results.length);
  const goOn = (index: number, isAnew: boolean) =>
    load(index, { ...JSON.parse(key), ...(index > 0 ? next : {}) } as Variables, isAnew);
  return {
    items,
    isLoading,
    isThere: pages.length > 0,
    hasMore: next !== null,
    error,
    loadMore() {
      if (next !== null && stops.current.length === pages.length) goOn(pages.length, false);
    },
    retry: () => goOn(pages.length, true),
  };
}

const noResults: readonly never[] = [];
