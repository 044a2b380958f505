import { useTranslation } from "react-i18next";

/** Where books are going to be: cards of their size, in a row or in a grid. */
export function BookSkeletons({ shape, count }: { shape: "shelf-row" | "book-skeletons"; count: number }) {
  const { t } = useTranslation("audiobooks");
  return (
    <div className={shape} role="status" aria-label={t("loadingBooks")}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="book-card">
          <div className="skeleton cover" />
          <div className="skeleton line" />
          <div className="skeleton line short" />
        </div>
      ))}
    </div>
  );
}
