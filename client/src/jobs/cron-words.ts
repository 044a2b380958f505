import cronstrue from "cronstrue";
import "cronstrue/locales/de";
import { currentLanguage } from "../i18n/language.ts";

/** @returns a cron text in the words of the chosen language: "Every 2 hours, at 23 minutes past the hour". */
export function cronWords(cron: string): string {
  return cronstrue.toString(cron, {
    locale: currentLanguage(),
    use24HourTimeFormat: true,
    throwExceptionOnParseError: false,
  });
}
