import type { Translation } from "../i18n/english.ts";
import type { graphql as english } from "./words.en.ts";

export const graphql: Translation<typeof english> = {
  starting: "Der Server startet gerade. Versuche es gleich noch einmal.",
  answered: "Der Server hat mit einem Fehler geantwortet ({{status}}). Versuche es gleich noch einmal.",
  unreachable: "Der Server ist nicht erreichbar. Prüfe, ob er läuft und ob du verbunden bist.",
  tooOften: "Das waren zu viele Versuche. Versuche es in {{time}} noch einmal.",
  forbidden: "Das ist dir nicht erlaubt. ({{sentence}})",
};
