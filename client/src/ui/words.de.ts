import type { Translation } from "../i18n/english.ts";
import type { ui as english } from "./words.en.ts";

export const ui: Translation<typeof english> = {
  tryAgain: "Noch einmal versuchen",
  justNow: "gerade eben",
  inAMoment: "gleich",
  theme: { system: "wie das System", light: "hell", dark: "dunkel" },
  themeIs: "Farben: {{theme}}",
  changeTheme: "Farben: {{theme}}. Wechseln zu: {{next}}.",
  keepIt: "Behalten",
  notices: "Hinweise",
  close: "Schließen",
  language: "Sprache",
};
