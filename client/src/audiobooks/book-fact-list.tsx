import { useTranslation } from "react-i18next";
import { locale } from "../i18n/language.ts";
import { formatBytes, formatDuration } from "../ui/format.ts";
import { languageName } from "./language-name.ts";

interface BookFactListProps {
  book: {
    readonly durationMinutes: number | null;
    readonly releaseDate: string | null;
    readonly rating: number | null;
    readonly language: string | null;
    readonly isAbridged: boolean | null;
    readonly genres: readonly string[];
    /** What lies in the library, for a book that is known here. */
    readonly file: { readonly fileFormat: string | null; readonly fileSizeBytes: number | null } | null;
  };
}

/** What is known of a recording, in a list; what is not known is left out. */
export function BookFactList({ book }: BookFactListProps) {
  const { t } = useTranslation("audiobooks");
  const { durationMinutes, releaseDate, rating, language, isAbridged, genres, file } = book;
  const isOut = releaseDate === null || releaseDate <= new Date().toISOString().slice(0, 10);
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  const facts: readonly (readonly [string, string | null])[] = [
    [t("book.length"), durationMinutes === null ? null : formatDuration(durationMinutes * 60)],
    [t("book.language"), language && languageName(language)],
    [t("book.version"), isAbridged === null ? null : t(isAbridged ? "book.abridged" : "book.unabridged")],
    [t(isOut ? "book.released" : "book.releasedSoon"), releaseDate && formatDay(releaseDate)],
    [t("book.rating"), rating === null ? null : t("book.ratingOf", { rating: number.format(rating) })],
    [t("book.genres"), genres.join(", ") || null],
    [t("book.file"), describeFile(file)],
  ];
  return (
    <dl className="book-facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function describeFile(file: BookFactListProps["book"]["file"]): string | null {
  const parts = [file?.fileFormat?.toUpperCase(), file?.fileSizeBytes && formatBytes(file.fileSizeBytes)];
  return parts.filter(Boolean).join(", ") || null;
}

/** @param day yyyy-mm-dd: the same day everywhere. */
function formatDay(day: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
}
