/**
 * The language of the client. Each folder has its words beside its components (words.en.ts, words.de.ts) and reads them
 * by its own name: `useTranslation("requests")`. Numbers, dates and sizes go by `locale()`.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { english } from "./english.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    resources: typeof english;
  }
}

/** Each language under its own name. */
export const languages = { en: "English", de: "Deutsch" } as const;
/** A language that the client speaks. */
export type Language = keyof typeof languages;

const loaders: Partial<Record<Language, () => Promise<Record<string, object>>>> = {
  de: async () => (await import("./german.ts")).german,
};

// Without waiting: whatever says a sentence imports this first.
void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: english },
  ns: Object.keys(english),
  defaultNS: "ui",
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** Speaks the language that was chosen, or that the browser prefers; to be awaited before the first paint. */
export async function openLanguage(): Promise<void> {
  await speak(chosen() ?? preferred());
}

/** Remembers the choice for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem("language", language);
  } catch {
    // Storage may be forbidden: the choice holds until the page is left.
  }
  await speak(language);
}

/** The language that is spoken now. */
export function currentLanguage(): Language {
  return i18next.language === "de" ? "de" : "en";
}

/** By what numbers, dates and sizes are written: the browser's own region, if it speaks the chosen language. */
export function locale(): string {
  const own = typeof navigator === "undefined" ? [] : navigator.languages;
  return own.find((tag) => tag.split("-")[0] === currentLanguage()) ?? currentLanguage();
}

async function speak(language: Language): Promise<void> {
  const words = await loaders[language]?.();
  for (const [namespace, sentences] of Object.entries(words ?? {}))
    i18next.addResourceBundle(language, namespace, sentences, true, true);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function chosen(): Language | null {
  try {
    return known(localStorage.getItem("language"));
  } catch {
    return null;
  }
}

function preferred(): Language {
  for (const tag of navigator.languages) {
    const language = known(tag.split("-")[0]!);
    if (language) return language;
  }
  return "en";
}

function known(tag: string | null): Language | null {
  return tag !== null && tag in languages ? (tag as Language) : null;
}
