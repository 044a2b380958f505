import { locale } from "../i18n/language.ts";

/** How catalogs name languages → how standards do. */
const codes: Readonly<Record<string, string>> = {
  english: "en",
  german: "de",
  french: "fr",
  spanish: "es",
  italian: "it",
  dutch: "nl",
  portuguese: "pt",
  danish: "da",
  swedish: "sv",
  norwegian: "no",
  finnish: "fi",
  polish: "pl",
  russian: "ru",
  japanese: "ja",
};

/** @param language as a catalog has it: "german", "brazilian portuguese". @returns its name in the language of the client. */
export function languageName(language: string): string {
  const code = codes[language];
  const name = code && new Intl.DisplayNames(locale(), { type: "language" }).of(code);
  return name || language.replace(/_/g, " ").replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
}
