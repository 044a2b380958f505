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

/** The browser's own, the dearest first. */
let ownTags: readonly string[] = typeof document === "undefined" ? [] : navigator.languages;

/** Speaks the language that was chosen, or that the browser prefers; to be awaited before the first paint. */
export async function openLanguage(): Promise<void> {
  await show(wantedLanguage(document.cookie, ownTags));
}

/** Remembers the choice for the next visit: in a cookie, which the server reads when it writes the start page. */
export async function chooseLanguage(language: Language): Promise<void> {
  document.cookie = `language=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
  await show(language);
}

/** @param tags what the browser asks for, the dearest first: the first known one, if no cookie says otherwise. */
export function wantedLanguage(cookies: string, tags: readonly string[]): Language {
  const chosen = /(?:^|; *)language=(\w+)/.exec(cookies)?.[1];
  for (const tag of [chosen, ...tags]) {
    const language = tag?.split("-")[0];
    if (language && language in languages) return language as Language;
  }
  return "en";
}

/** Has the words at hand, so that `speakTo` can be. */
export async function loadWords(language: Language): Promise<void> {
  const words = await loaders[language]?.();
  for (const [namespace, sentences] of Object.entries(words ?? {}))
    i18next.addResourceBundle(language, namespace, sentences, true, true);
}

/** Speaks to another person from now on, at once: the server, which has loaded the words, writes for one after the other. */
export function speakTo(language: Language, tags: readonly string[]): void {
  ownTags = tags;
  void i18next.changeLanguage(language);
}

/** The language that is spoken now. */
export function currentLanguage(): Language {
  return i18next.language === "de" ? "de" : "en";
}

/** By what numbers, dates and sizes are written: the browser's own region, if it speaks the chosen language. */
export function locale(): string {
  return ownTags.find((tag) => tag.split("-")[0] === currentLanguage()) ?? currentLanguage();
}

async function show(language: Language): Promise<void> {
  await loadWords(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
