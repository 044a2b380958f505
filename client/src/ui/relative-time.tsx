import { useSyncExternalStore } from "react";
import { locale } from "../i18n/language.ts";
import { formatRelative } from "./format.ts";

const everyMs = 30_000;
const listeners = new Set<() => void>();
let ticks = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const readTicks = () => ticks;

/** How long ago, or how soon (`ahead`); the exact time on hover. All of a page move on together, twice a minute. */
export function RelativeTime({ time, ahead = false }: { time: string; ahead?: boolean }) {
  useSyncExternalStore(listen, readTicks, readTicks);
  const date = new Date(time);
  return (
    <time dateTime={time} title={date.toLocaleString(locale())}>
      {formatRelative(date, new Date(), ahead)}
    </time>
  );
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    ticks += 1;
    for (const each of listeners) each();
  }, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
