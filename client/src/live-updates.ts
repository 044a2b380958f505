/**
 * What changes on the server is told, never asked for. Every frame carries a cursor; after a lost connection the
 * subscription goes on from the last one, and what was missed comes first. Where no cursor is known (nothing has changed
 * since the page was opened) there is a gap: who shows a list asks for it again.
 */
import { createContext, useContext, useEffect, useState } from "react";
import type { AnyVariables, Client, TypedDocumentNode } from "urql";
import type { LiveConnection } from "./graphql/live-connection.ts";

/** A subscription to requestChanged that takes the cursor. */
export type LiveDocument<V extends AnyVariables> = TypedDocumentNode<{ requestChanged: { cursor: string } }, V>;

/** The live updates of one visit. */
export interface LiveUpdates {
  /** Keeps the cache up to date with what the document selects. @returns what stops it. */
  follow<V extends { after?: string | null | undefined }>(
    document: LiveDocument<V>,
    variables: Omit<V, "after">,
  ): () => void;
  /** Calls when something may have been missed that will not be told. */
  onGap(listener: () => void): () => void;
  isLost(): boolean;
  onChange(listener: () => void): () => void;
  /** Calls when the connection is there: what failed may be tried again. */
  onConnected(listener: () => void): () => void;
}

/** When the server refuses a subscription, as after a restored backup that knows no such cursor. */
const pauseAfterErrorMs = 3_000;

/** @param client the one whose cache is kept up to date. */
export function createLiveUpdates(client: Pick<Client, "subscription">, connection: LiveConnection): LiveUpdates {
  let cursor: string | null = null;
  const gaps = new Set<() => void>();
  const tellGap = () => gaps.forEach((listener) => listener());
  connection.onConnected(() => void (cursor === null && tellGap()));

  return {
    isLost: connection.isLost,
    onChange: connection.onChange,
    onConnected: connection.onConnected,
    onGap(listener) {
      gaps.add(listener);
      return () => void gaps.delete(listener);
    },
    follow(document, variables) {
      let begun: string | null;
      let pause: ReturnType<typeof setTimeout> | undefined;
      const begin = () => {
        begun = cursor;
        const after = { ...variables, after: cursor } as never;
        return client.subscription(document, after).subscribe(({ data, error }) => {
          cursor = error ? null : (data?.requestChanged.cursor ?? cursor);
          if (!error) return;
          // It is told twice: as it comes, and as the end of the subscription.
          clearTimeout(pause);
          pause = setTimeout(beginAnew, pauseAfterErrorMs, true);
        }).unsubscribe;
      };
      const beginAnew = (hasFailed = false) => {
        // The new one first: a socket without subscriptions closes.
        const stopBefore = stop;
        stop = begin();
        stopBefore();
        if (hasFailed) tellGap();
      };
      let stop = begin();
      const forget = connection.onConnected(() => void (begun !== cursor && beginAnew()));
      return () => {
        clearTimeout(pause);
        forget();
        stop();
      };
    },
  };
}

/** Provided by app.tsx to everything that is shown to somebody who is signed in. */
export const LiveUpdatesContext = createContext<LiveUpdates | null>(null);

/** @throws Error outside of the provider. */
export function useLiveUpdates(): LiveUpdates {
  const live = useContext(LiveUpdatesContext);
  if (!live) throw new Error("There are no live updates outside of the app.");
  return live;
}

/** Calls after a gap, for as long as the component is shown. */
export function useGap(refetch: () => void): void {
  const live = useLiveUpdates();
  useEffect(() => live.onGap(refetch));
}

/** Whether the connection is lost: the server is gone, or the network is. */
export function useIsConnectionLost(): boolean {
  const live = useLiveUpdates();
  const [isLost, setIsLost] = useState(false);
  useEffect(() => {
    const read = () => setIsLost(live.isLost() || !navigator.onLine);
    const forget = live.onChange(read);
    window.addEventListener("online", read);
    window.addEventListener("offline", read);
    read();
    return () => {
      forget();
      window.removeEventListener("online", read);
      window.removeEventListener("offline", read);
    };
  }, [live]);
  return isLost;
}
