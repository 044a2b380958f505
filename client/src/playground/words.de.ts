import type { Translation } from "../i18n/english.ts";
import type { playground as english } from "./words.en.ts";

export const playground: Translation<typeof english> = {
  keyNeeded:
    "Für Browser führt dieser Server nur die Operationen seiner eigenen Oberfläche aus. Mit einem API-Schlüssel führt er auch deine aus: Der Schlüssel bleibt auf dieser Seite und ist vergessen, sobald du sie verlässt.",
  keyRefused: "Diesen Schlüssel kennt der Server nicht, oder er ist abgelaufen. Gib einen anderen an.",
  key: "API-Schlüssel",
  use: "Verwenden",
  make: "Schlüssel in deinem Profil anlegen",
};
