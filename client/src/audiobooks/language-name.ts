import i18next from "i18next";
import "../i18n/language.ts";

/** @param language as a catalog has it: "german", "brazilian portuguese". @returns its name in the language of the client. */
export function languageName(language: string): string {
  const asWritten = language.replace(/_/g, " ").replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
  return i18next.t(`audiobooks:language.${language as "english"}`, { defaultValue: asWritten });
}
