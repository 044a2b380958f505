import { useTranslation } from "react-i18next";
import { chooseLanguage, currentLanguage, languages, type Language } from "../i18n/language.ts";

/** The languages, each under its own name; a choice takes effect at once, and is kept for the next visit. */
export function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <select
      className="language"
      aria-label={t("language")}
      value={currentLanguage()}
      onChange={(event) => void chooseLanguage(event.target.value as Language)}
    >
      {Object.entries(languages).map(([language, name]) => (
        <option key={language} value={language} lang={language}>
          {name}
        </option>
      ))}
    </select>
  );
}
