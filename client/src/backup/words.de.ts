import type { Translation } from "../i18n/english.ts";
import type { backup as english } from "./words.en.ts";

export const backup: Translation<typeof english> = {
  title: "Sicherungen",
  about:
    "Jede Nacht wird eine gemacht und gleich neben der Datenbank wiederhergestellt, um zu sehen, ob sie gut ist. Die neueste von 14 Tagen und von 4 Wochen bleibt.",
  keyReminder:
    "In keiner sind die Schlüssel. Bewahre eine Kopie der Schlüsseldatei (encryption.keys im Datenordner) woanders auf: Ohne sie lässt sich keine Sicherung wiederherstellen.",
  loading: "Die Sicherungen werden geladen",
  make: "Jetzt sichern",
  making: "Beginnt…",
  progress: "Gesichert und versucht",
  underWay: "Wird gesichert und versucht…",
  waits: "Gleich geht es los.",
  failed: "Die letzte ist nicht gelungen.",
  job: "Der Auftrag",
  emptyTitle: "Es gibt noch keine Sicherung",
  empty: "Die erste wird heute Nacht gemacht. Du kannst jetzt eine machen; dabei kann weitergearbeitet werden.",
  list: "Sicherungen, die neueste zuerst",
  states: { GOOD: "gut", UNCHECKED: "nicht versucht", FAILED: "lässt sich nicht wiederherstellen" },
  causes: {
    SCHEDULE: "von selbst gemacht",
    HAND: "von Hand gemacht",
    BEFORE_MIGRATION: "vor einem Update gemacht",
    BEFORE_RESTORE: "vor einer Wiederherstellung gemacht",
  },
  brought: "von woanders hierhergebracht",
  rows_one: "{{count}} Zeile",
  rows_other: "{{count}} Zeilen",
  program: "Version {{version}}",
  restore: "Wiederherstellen",
  restoreQuestion:
    "Zurück zum Stand von {{time}}? Was jetzt in der Datenbank ist, wird erst gesichert und dann ersetzt: Alles seither fehlt darin. Der Server ist kurz weg, und wer sich seither angemeldet hat, muss es noch einmal tun.",
  restoreConfirm: "Die Datenbank ersetzen",
  restoreDecline: "Behalten",
  restoring: "Die Sicherung wird geprüft…",
  restored: "Der Server stellt sie jetzt wieder her und kommt von selbst zurück. Im Protokoll steht, wie es ausging.",
  delete: "Löschen",
  deleteQuestion: "Die Sicherung von {{time}} löschen? Sie lässt sich nicht zurückholen.",
  deleteConfirm: "Löschen",
  deleteDecline: "Behalten",
  deleting: "Wird gelöscht…",
};
