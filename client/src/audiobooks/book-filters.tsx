import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { languages, orders, states, type DiscoverView, type OrderName, type StateName } from "./discover-view.ts";
import { languageName } from "./language-name.ts";

interface BookFiltersProps {
  view: DiscoverView;
  onChange: (view: DiscoverView) => void;
}

const orderWords = { title: "byTitle", newest: "byNewest", wanted: "byWanted", arrived: "byArrived" } as const;

/** Narrows and orders what is shown. The catalog's own lists are as they are. */
export function BookFilters({ view, onChange }: BookFiltersProps) {
  const { t } = useTranslation("audiobooks");
  const isCatalogList = view.list === "popular" || view.list === "new";
  return (
    <fieldset className="book-filters">
      <legend className="unseen">{t("filters.label")}</legend>
      {view.list && (
        <h2>
          {t(`shelf.${view.list}`)} <Link href="/">{t("backToAll")}</Link>
        </h2>
      )}
      <select
        aria-label={t("filters.state")}
        value={view.state ?? ""}
        onChange={({ target }) => onChange({ ...view, state: (target.value || null) as StateName | null })}
      >
        <option value="">{t("filters.anyState")}</option>
        {(Object.keys(states) as StateName[]).map((state) => (
          <option key={state} value={state}>
            {t(`filters.${state}`)}
          </option>
        ))}
      </select>
      {!isCatalogList && (
        <select
          aria-label={t("filters.language")}
          value={view.language ?? ""}
          onChange={({ target }) => onChange({ ...view, language: target.value || null })}
        >
          <option value="">{t("filters.anyLanguage")}</option>
          {languages.map((language) => (
            <option key={language} value={language}>
              {languageName(language)}
            </option>
          ))}
        </select>
      )}
      {view.list === null && (
        <select
          aria-label={t("filters.order")}
          value={view.order ?? ""}
          onChange={({ target }) => onChange({ ...view, order: (target.value || null) as OrderName | null })}
        >
          <option value="">{t("filters.byRelevance")}</option>
          {(Object.keys(orders) as OrderName[]).map((order) => (
            <option key={order} value={order}>
              {t(`filters.${orderWords[order]}`)}
            </option>
          ))}
        </select>
      )}
      {!isCatalogList && (
        <label>
          <input
            type="checkbox"
            checked={view.isUnabridged}
            onChange={({ target }) => onChange({ ...view, isUnabridged: target.checked })}
          />
          {t("filters.unabridged")}
        </label>
      )}
    </fieldset>
  );
}
