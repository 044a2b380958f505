import { useTranslation } from "react-i18next";
import { chooseLanguage, currentLanguage, languages, type Language } from "../i18n/language.ts";
import { SelectField } from "../ui/field.tsx";
import { chooseTheme, useTheme, type Theme } from "../ui/theme.ts";

/** What this browser speaks, and in which colours; a choice takes effect at once. */
export function Look() {
  const { t } = useTranslation("profile");
  const theme = useTheme();
  return (
    <section aria-labelledby="look-title">
      <h2 id="look-title">{t("look.title")}</h2>
      <p className="about">{t("look.about")}</p>
      <div className="look">
        <SelectField
          label={t("look.language")}
          value={currentLanguage()}
          onChange={({ target }) => void chooseLanguage(target.value as Language)}
          choices={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          label={t("look.theme")}
          value={theme}
          onChange={({ target }) => chooseTheme(target.value as Theme)}
          choices={(["system", "light", "dark"] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
        />
      </div>
    </section>
  );
}
