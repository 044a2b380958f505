import i18next from "i18next";
import { locale } from "../i18n/language.ts";

const steps = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** @returns such as "1,234.5", as the chosen language writes it. @param digits behind the point. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @returns such as "12.4 MB". Decimal units, as download programs and shops use them. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** power;
  return `${formatNumber(value, power > 0 && value < 100 ? 1 : 0)} ${units[power]}`;
}

/** @returns such as "3 h 20 min", "4 min" or "20 s". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/**
 * @param ahead it is still to come: once it is due it is "in a moment", and never in the past.
 * @returns such as "in 5 minutes", "yesterday" or "just now".
 */
export function formatRelative(time: Date, now: Date, ahead = false): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  if (ahead && seconds < 60) return i18next.t("inAMoment");
  const toTheMinute = Math.round(seconds / 60) * 60;
  for (const [unit, length] of steps) {
    if (Math.abs(toTheMinute) >= length)
      return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(toTheMinute / length), unit);
  }
  return i18next.t("justNow");
}
