import type { Translation } from "../i18n/english.ts";
import type { security as english } from "./words.en.ts";

export const security: Translation<typeof english> = {
  title: "Verschlüsselung",
  about:
    "Passwörter, Token und Schlüssel anderer Dienste werden versiegelt gespeichert. Von einem Schlüssel sieht man hier nur den Namen.",
  loading: "Die Schlüssel werden geladen",
  keys: "Schlüssel",
  columns: { name: "Schlüssel", values: "Versiegelt", auditRecords: "Bürgt für" },
  active: "gültig",
  values_one: "{{count}} gespeichertes Geheimnis",
  values_other: "{{count}} gespeicherte Geheimnisse",
  auditRecords_one: "{{count}} Eintrag im Protokoll",
  auditRecords_other: "{{count}} Einträge im Protokoll",
  rotate: "Neuen Schlüssel machen und alles neu versiegeln",
  rotateHint:
    "Währenddessen kann weitergearbeitet werden. Der alte Schlüssel bleibt, denn Sicherungen und das Protokoll können ihn brauchen; danach steht hier, ob er weg darf.",
  rotateQuestion:
    "Einen neuen Schlüssel machen und alle gespeicherten Geheimnisse damit versiegeln? Sichere danach die Schlüsseldatei: Ohne sie lassen sich die Geheimnisse nicht lesen, und eine Sicherung der Datenbank allein ist nichts wert.",
  rotateConfirm: "Neuen Schlüssel machen",
  rotateDecline: "Nicht jetzt",
  rotating: "Beginnt…",
  last: "Letzter Wechsel",
  progress: "Neu versiegelt",
  underWay: "Alles wird neu versiegelt…",
  waits: "Gleich geht es los.",
  done: "Alles ist neu versiegelt.",
  backUp: "Sichere jetzt die Schlüsseldatei: Sie heißt encryption.keys und liegt im Datenordner.",
  failed: "Es kam nicht bis ans Ende. Was getan ist, bleibt getan, und von dort geht es weiter.",
  details: "Der Auftrag",
  none: "Hier wurde noch kein Schlüssel ersetzt.",
};
